using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using TypedSessions;

namespace Shop.Accounts;

/// <summary>A page with a form. The session is loaded for the layout, which shows the cart.</summary>
[PreloadSession]
public abstract class FormPage : PageModel
{
    /// <summary>Shows the form again with its validation errors.</summary>
    protected PageResult Invalid(params IEnumerable<string> problems)
    {
        foreach (var problem in problems)
        {
            ModelState.AddModelError("", problem);
        }

        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }

    /// <summary>Shows the form again with the errors of Identity.</summary>
    protected PageResult Invalid(IdentityResult result) => Invalid(result.Errors.Select(static error => error.Description));

    /// <summary>Redirects to the local page that requested the form.</summary>
    protected LocalRedirectResult RedirectBack(string? returnUrl) => LocalRedirect(Url.IsLocalUrl(returnUrl) ? returnUrl : "/");
}
