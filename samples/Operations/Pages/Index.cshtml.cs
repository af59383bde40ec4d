using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Operations.Pages;

/// <summary>The sign-in of operators. A real site has passwords, or leaves that to an identity provider.</summary>
public sealed class IndexModel : PageModel
{
    public async Task<IActionResult> OnPostAsync(string? user)
    {
        if (string.IsNullOrWhiteSpace(user))
        {
            return Page();
        }

        await Visits.SignInAsync(HttpContext, user, "operator");
        return Redirect("~/sessions/");
    }
}
