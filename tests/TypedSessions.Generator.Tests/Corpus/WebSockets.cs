// A socket: the session is read before the handshake, and opened by its key for each message.
using System.Net.WebSockets;
using System.Text;
using TypedSessions.Storage;

namespace Sockets;

[SessionModel]
public partial class PlayerSession
{
    [SessionProperty] public partial string? Name { get; set; }

    [SessionProperty(Merge = SessionMerge.Sum)] public partial int Moves { get; set; }
}

public static class GameSocket
{
    public static void MapGame(this IEndpointRouteBuilder app) => app.Map("/game", PlayAsync);

    private static async Task PlayAsync(HttpContext context, PlayerSession player, ISessionManager sessions)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        player.Name ??= "Player " + Random.Shared.Next(1000);
        var name = player.Name;
        if (!SessionKey.TryParse(player.Session.Id, out var key))
        {
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var buffer = new byte[1024];
        while (await socket.ReceiveAsync(buffer, context.RequestAborted) is { MessageType: not WebSocketMessageType.Close } received)
        {
            await CountAsync(sessions, key, context.RequestAborted);
            var answer = $"{name}: {Encoding.UTF8.GetString(buffer, 0, received.Count)}";
            await socket.SendAsync(Encoding.UTF8.GetBytes(answer), WebSocketMessageType.Text, true, context.RequestAborted);
        }
    }

    private static async Task CountAsync(ISessionManager sessions, SessionKey key, CancellationToken cancellation)
    {
        await using var opened = await sessions.OpenAsync(key, isActivity: true, cancellation);
        if (opened is not null)
        {
            opened.As<PlayerSession>().Moves++;
            await opened.SaveAsync(cancellation);
        }
    }
}
