using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Shop.Accounts;
using TypedSessions;

namespace Shop.Pages.Account;

/// <summary>Shows what the shop stores about the signed-in user.</summary>
[Authorize, PreloadSession]
public sealed class IndexModel(UserManager<IdentityUser> users, DeviceList devices) : PageModel
{
    public string? Email { get; private set; }

    public bool HasDevices => devices.IsAvailable;

    public async Task OnGetAsync() => Email = (await users.GetUserAsync(User))?.Email;
}
