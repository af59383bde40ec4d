using System.Globalization;
using Microsoft.AspNetCore.Authentication;

namespace TypedSessions.Integration.Authentication;

/// <summary>
/// The times of a login whose ticket is in the session: it expires with the session, and it was issued when a user has signed in or the
/// login was last validated, which is what the validator of Identity's security stamp reads.
/// </summary>
internal static class TicketTimes
{
    // The values of the stored ticket that the handler does not get.
    private const string Issued = ".ts.issued";
    private const string Refresh = ".ts.refresh";

    // A ticket stores whole seconds.
    private static readonly TimeSpan Precision = TimeSpan.FromSeconds(1);

    /// <summary>Sets the times of a ticket that was read to those of its session.</summary>
    /// <param name="properties">The ticket's properties. Their expiry is that of the login's cookie.</param>
    /// <param name="expiresAt">The session's expiry.</param>
    /// <param name="now">The current time.</param>
    public static void FollowSession(AuthenticationProperties properties, DateTimeOffset? expiresAt, DateTimeOffset now)
    {
        var shouldRenewCookie = properties.IsPersistent && expiresAt - properties.ExpiresUtc >= Precision;
        properties.ExpiresUtc = expiresAt;
        if (shouldRenewCookie)
        {
            // The handler renews a cookie once half of its time since the issue has passed.
            properties.Items[Issued] = properties.IssuedUtc?.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
            properties.IssuedUtc = now - (expiresAt - now) - Precision;
        }
        else if (properties.AllowRefresh is not false)
        {
            // Otherwise the handler would store the ticket when half of the session's time has passed.
            properties.Items[Refresh] = properties.AllowRefresh?.ToString();
            properties.AllowRefresh = false;
        }
    }

    /// <summary>
    /// Restores the times of a ticket that is to be stored. The renewal of the cookie alone validates nothing, so it does not count as an
    /// issue.
    /// </summary>
    public static void Restore(AuthenticationProperties properties)
    {
        if (properties.Items.Remove(Issued, out var issued))
        {
            properties.IssuedUtc = long.TryParse(issued, CultureInfo.InvariantCulture, out var milliseconds)
                && StoredTimestamp.TryRead(milliseconds, out var time) ? time : null;
        }

        if (properties.Items.Remove(Refresh, out var refresh))
        {
            properties.AllowRefresh = bool.TryParse(refresh, out var isAllowed) ? isAllowed : null;
        }
    }
}
