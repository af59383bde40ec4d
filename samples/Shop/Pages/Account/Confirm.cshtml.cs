using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Shop.Accounts;

namespace Shop.Pages.Account;

/// <summary>Checks the password of the signed-in user again.</summary>
[Authorize]
public sealed class ConfirmModel(UserManager<IdentityUser> users, SignInManager<IdentityUser> signIns) : FormPage
{
    [BindProperty, DataType(DataType.Password)]
    public string Password { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!ModelState.IsValid
            || await users.GetUserAsync(User) is not { } user
            || !(await signIns.CheckPasswordSignInAsync(user, Password, lockoutOnFailure: true)).Succeeded)
        {
            return Invalid("The password is wrong.");
        }

        HttpContext.Session.ConfirmSignIn();
        return RedirectBack(ReturnUrl);
    }
}
