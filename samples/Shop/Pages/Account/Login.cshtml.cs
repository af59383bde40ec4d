using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Shop.Accounts;

namespace Shop.Pages.Account;

/// <summary>Signs users in.</summary>
public sealed class LoginModel(SignInManager<IdentityUser> signIns) : FormPage
{
    [BindProperty]
    public string UserName { get; set; } = "";

    [BindProperty, DataType(DataType.Password)]
    public string Password { get; set; } = "";

    [BindProperty]
    public bool Remember { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    // A page that requires a recent sign-in redirects here. A signed-in user only confirms the password.
    public IActionResult OnGet() => signIns.IsSignedIn(User) ? RedirectToPage("Confirm", new { ReturnUrl }) : Page();

    // The session keeps the cart and gets a new id. Beyond the limit, the least recently used session ends.
    public async Task<IActionResult> OnPostAsync()
    {
        if (!ModelState.IsValid)
        {
            return Invalid();
        }

        var result = await signIns.PasswordSignInAsync(UserName, Password, Remember, lockoutOnFailure: true);
        return result.Succeeded ? RedirectBack(ReturnUrl) : Invalid("The user name or the password is wrong.");
    }
}
