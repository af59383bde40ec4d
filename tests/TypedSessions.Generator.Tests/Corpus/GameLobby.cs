// A hub that injects the session model, and one that does it right.
using Microsoft.AspNetCore.SignalR;
using TypedSessions.Storage;

namespace Game;

[SessionModel(Prefix = "game.")]
public partial class PlayerSession
{
    [SessionProperty] public partial string? Name { get; set; }
    [SessionProperty(Merge = SessionMerge.Sum)] public partial int Score { get; set; }
}

public class LobbyHub(ISessionManager sessions) : Hub
{
    private static readonly Dictionary<string, PlayerSession> {|TSES041:Players|} = new();

    public async Task Score(string id, int points)
    {
        if (!SessionKey.TryParse(id, out var key))
        {
            return;
        }

        await using var opened = await sessions.OpenAsync(key, isActivity: true);
        if (opened is null)
        {
            return;
        }

        var player = opened.As<PlayerSession>();
        {|TSES047:player.Score += points|};
        if (player.Score > 100)
        {
            await Clients.All.SendAsync("won", player.Name);
            return;
        }

        await opened.SaveAsync();
    }

    public async Task Rename(string id, string name)
    {
        if (SessionKey.TryParse(id, out var key) && await sessions.OpenAsync(key) is { } opened)
        {
            await using (opened)
            {
                opened.As<PlayerSession>().Name = name;
                await opened.SaveAsync(Context.ConnectionAborted);
            }
        }
    }
}
