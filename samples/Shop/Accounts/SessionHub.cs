using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;

namespace Shop.Accounts;

/// <summary>
/// A connection for each open page that closes when the session ends elsewhere. The page's script is <c>session.js</c>.
/// </summary>
[Authorize]
public sealed class SessionHub : Hub
{
    /// <summary>The interval at which the session of an open page is loaded.</summary>
    private static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(2);

    // Not awaited: it runs until the connection ends.
    public override Task OnConnectedAsync()
    {
        _ = CloseWhenSessionEndsAsync(Context);
        return Task.CompletedTask;
    }

    private static async Task CloseWhenSessionEndsAsync(HubCallerContext connection)
    {
        if (await connection.GetConnectionSession().WaitForEndAsync(CheckInterval, connection.ConnectionAborted))
        {
            connection.Abort();
        }
    }
}
