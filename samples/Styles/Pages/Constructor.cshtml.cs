using Microsoft.AspNetCore.Mvc.RazorPages;
using Styles.Models;

namespace Styles.Pages;

/// <summary>The model is a parameter of the page model's constructor.</summary>
public sealed class ConstructorModel(PassportSession passport) : PageModel
{
    public PassportSession Passport => passport;

    public void OnGet() => passport.Stamp(Style.PageModel);
}
