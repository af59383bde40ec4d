using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Operations.Pages;

/// <summary>Signs operators in without a password. A real site checks a password or uses an identity provider.</summary>
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
