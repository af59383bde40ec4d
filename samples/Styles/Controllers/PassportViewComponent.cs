using Microsoft.AspNetCore.Mvc;
using Styles.Models;

namespace Styles.Controllers;

/// <summary>A view component: the model is a parameter of the constructor.</summary>
public sealed class PassportViewComponent(PassportSession passport) : ViewComponent
{
    public IViewComponentResult Invoke()
    {
        passport.Stamp(Style.ViewComponent);
        return View("~/Views/Shared/_Stamps.cshtml", passport);
    }
}
