using Microsoft.AspNetCore.SignalR;
using Styles.Models;
using TypedSessions;

namespace Styles.Hubs;

/// <summary>A hub. Its connection outlives the request, so each call opens the session and saves it.</summary>
public sealed class StampHub : Hub
{
    /// <summary>The interval at which the hub checks whether the session has ended.</summary>
    private static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(1);

    // Not awaited: it runs until the connection ends.
    public override Task OnConnectedAsync()
    {
        _ = SendWhenSessionEndsAsync(Context, Clients.Caller);
        return Task.CompletedTask;
    }

    public async Task<int> Stamp()
    {
        await using var session = await Context.GetConnectionSession().OpenAsync() ?? throw HasEnded();
        var count = session.As<PassportSession>().Stamp(Style.Hub);
        return await session.SaveAsync() ? count : throw HasEnded();
    }

    private static async Task SendWhenSessionEndsAsync(HubCallerContext connection, ISingleClientProxy client)
    {
        if (await connection.GetConnectionSession().WaitForEndAsync(CheckInterval, connection.ConnectionAborted))
        {
            await client.SendAsync("ended");
            connection.Abort();
        }
    }

    private static HubException HasEnded() => new("Your session has ended.");
}
