using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Shop.Accounts;
using Shop.Models;
using TypedSessions;

namespace Shop.Pages.Account;

/// <summary>
/// Changes the e-mail address after a recent sign-in. A real shop confirms the new address first, because it can be used to reset
/// the password.
/// </summary>
[RequireRecentSignIn(Minutes = 10)]
public sealed class EmailModel(UserManager<IdentityUser> users, SignInManager<IdentityUser> signIns, ShopSession shop) : FormPage
{
    [BindProperty, EmailAddress, StringLength(256)]
    public string Email { get; set; } = "";

    public async Task OnGetAsync() => Email = (await users.GetUserAsync(User))?.Email ?? "";

    public async Task<IActionResult> OnPostAsync()
    {
        if (!ModelState.IsValid || await users.GetUserAsync(User) is not { } user)
        {
            return Invalid();
        }

        var changed = await users.SetEmailAsync(user, Email);
        if (!changed.Succeeded)
        {
            return Invalid(changed);
        }

        await signIns.RefreshSignInAsync(user);
        shop.Message = "Saved.";
        return RedirectToPage("Index");
    }
}
