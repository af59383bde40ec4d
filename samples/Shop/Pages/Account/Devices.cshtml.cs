using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Shop.Accounts;
using Shop.Models;
using TypedSessions;
using TypedSessions.Storage;

namespace Shop.Pages.Account;

/// <summary>The devices on which the user is signed in. A key does not give access to its session, so forms may contain it.</summary>
[Authorize]
public sealed class DevicesModel(ISessionManager sessions, DeviceList devices, TimeProvider timeProvider, ShopSession shop) : PageModel
{
    public IReadOnlyList<SessionRecordEntry> Sessions { get; private set; } = [];

    private string Owner => HttpContext.Session.Owner!;

    public bool IsCurrent(SessionKey key) => key.ToString() == HttpContext.Session.Id;

    public string FormatAge(DateTimeOffset? time) => Age.Format(timeProvider.GetUtcNow() - time.GetValueOrDefault());

    public async Task<IActionResult> OnGetAsync()
    {
        if (!devices.IsAvailable)
        {
            return NotFound();
        }

        Sessions = await sessions.FindByOwnerAsync(Owner)
            .OrderByDescending(entry => IsCurrent(entry.Key))
            .ThenByDescending(static entry => entry.Record.LastSeenAt)
            .ToListAsync();
        return Page();
    }

    // The keys of other users have no effect.
    public async Task<IActionResult> OnPostEndAsync(string? key)
    {
        if (SessionKey.TryParse(key, out var device) && await sessions.RemoveAsync(Owner, device))
        {
            shop.Message = "Signed out there.";
        }

        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostEndOthersAsync()
    {
        if (SessionKey.TryParse(HttpContext.Session.Id, out var current))
        {
            await sessions.RemoveOthersAsync(Owner, current);
            shop.Message = "Signed out everywhere else.";
        }

        return RedirectToPage();
    }
}
