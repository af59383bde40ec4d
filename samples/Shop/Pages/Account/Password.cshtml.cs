using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Shop.Accounts;
using Shop.Models;

namespace Shop.Pages.Account;

/// <summary>Changes the password, which ends the user's sessions on all other devices.</summary>
[Authorize]
public sealed class PasswordModel(
    UserManager<IdentityUser> users, SignInManager<IdentityUser> signIns, DeviceList devices, ShopSession shop) : FormPage
{
    [BindProperty, DataType(DataType.Password)]
    public string Current { get; set; } = "";

    [BindProperty, DataType(DataType.Password)]
    public string New { get; set; } = "";

    public async Task<IActionResult> OnPostAsync()
    {
        if (!ModelState.IsValid || await users.GetUserAsync(User) is not { } user)
        {
            return Invalid();
        }

        var changed = await users.ChangePasswordAsync(user, Current, New);
        if (!changed.Succeeded)
        {
            return Invalid(changed);
        }

        // The session of this device gets a new id and stays signed in.
        await signIns.RefreshSignInAsync(user);
        shop.Message = devices.IsAvailable ? "Saved. Signed out everywhere else." : "Saved.";
        return RedirectToPage("Index");
    }
}
