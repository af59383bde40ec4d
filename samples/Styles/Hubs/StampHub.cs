using Microsoft.AspNetCore.SignalR;
using Styles.Models;
using TypedSessions;

namespace Styles.Hubs;

/// <summary>
/// A hub: its connection outlives the request that it began with, so it opens the session anew for each call, and saves by hand.
/// </summary>
public sealed class StampHub : Hub
{
    /// <summary>How long a connection outlives its session at most.</summary>
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    // Not awaited: it lasts as long as the connection.
    public override Task OnConnectedAsync()
    {
        _ = TellWhenItEndsAsync(Context, Clients.Caller);
        return Task.CompletedTask;
    }

    public async Task<int> Stamp()
    {
        await using var session = await Context.GetConnectionSession().OpenAsync() ?? throw HasEnded();
        var count = session.As<PassportSession>().Stamp(Style.Hub);
        return await session.SaveAsync() ? count : throw HasEnded();
    }

    private static async Task TellWhenItEndsAsync(HubCallerContext connection, ISingleClientProxy client)
    {
        if (await connection.GetConnectionSession().WaitForEndAsync(BetweenLooks, connection.ConnectionAborted))
        {
            await client.SendAsync("ended");
            connection.Abort();
        }
    }

    private static HubException HasEnded() => new("Your session has ended.");
}
