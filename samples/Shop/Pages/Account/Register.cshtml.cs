using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Shop.Accounts;

namespace Shop.Pages.Account;

/// <summary>Creates an account and signs its user in.</summary>
public sealed class RegisterModel(UserManager<IdentityUser> users, SignInManager<IdentityUser> signIns) : FormPage
{
    [BindProperty, StringLength(64)]
    public string UserName { get; set; } = "";

    [BindProperty, EmailAddress, StringLength(256)]
    public string Email { get; set; } = "";

    [BindProperty, DataType(DataType.Password)]
    public string Password { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!ModelState.IsValid)
        {
            return Invalid();
        }

        var user = new IdentityUser { UserName = UserName, Email = Email };
        var created = await users.CreateAsync(user, Password);
        if (!created.Succeeded)
        {
            return Invalid(created);
        }

        await signIns.SignInAsync(user, isPersistent: false);
        return RedirectBack(ReturnUrl);
    }
}
