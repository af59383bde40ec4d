using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Styles.Models;

namespace Styles.Pages;

/// <summary>The model is a parameter of the page's handler.</summary>
public sealed class HandlerModel : PageModel
{
    public PassportSession Passport { get; private set; } = null!;

    public void OnGet([FromServices] PassportSession passport)
    {
        passport.Stamp(Style.PageHandler);
        Passport = passport;
    }
}
