using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using TypedSessions;

namespace Shop.Pages.Account;

/// <summary>Signs users out and ends the session, including its cart, even if the visitor is not signed in.</summary>
[PreloadSession]
public sealed class LogoutModel(SignInManager<IdentityUser> signIns) : PageModel
{
    public IActionResult OnGet() => LocalRedirect("/");

    public async Task<IActionResult> OnPostAsync()
    {
        await signIns.SignOutAsync();
        HttpContext.Session.Abandon();
        return LocalRedirect("/");
    }
}
