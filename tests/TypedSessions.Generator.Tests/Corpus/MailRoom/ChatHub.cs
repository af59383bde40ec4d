// SignalR: a connection outlives the request it began with, so the hub keeps the key of the handshake and opens the session for each call.
using Microsoft.AspNetCore.SignalR;
using TypedSessions.Storage;

namespace MailRoom;

public sealed class ChatHub(ISessionManager sessions, ILogger<ChatHub> log) : Hub
{
    private const string KeyItem = "session";

    public override async Task OnConnectedAsync()
    {
        if (Context.GetHttpContext() is { } http && SessionKey.TryParse(http.Session.Id, out var key))
        {
            Context.Items[KeyItem] = key;
        }

        await base.OnConnectedAsync();
    }

    public async Task Send(string text)
    {
        if (Context.Items[KeyItem] is not SessionKey key)
        {
            throw new HubException("There is no session.");
        }

        await using var opened = await sessions.OpenAsync(key, isActivity: true, Context.ConnectionAborted);
        if (opened is null)
        {
            Context.Abort();
            return;
        }

        var chat = opened.As<ChatSession>();
        chat.Sent++;
        chat.Last = text;
        if (!await opened.SaveAsync(Context.ConnectionAborted))
        {
            log.LogInformation("Session {Key} has ended", key);
            return;
        }

        await Clients.Others.SendAsync("received", chat.Nickname, text, Context.ConnectionAborted);
    }

    public async IAsyncEnumerable<string> History(
        int count, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        if (Context.Items[KeyItem] is not SessionKey key)
        {
            yield break;
        }

        for (var i = 0; i < count; i++)
        {
            await using var opened = await sessions.OpenAsync(key, cancellationToken: cancellation);
            if (opened?.As<ChatSession>() is not { Last: { } last })
            {
                yield break;
            }

            yield return last;
        }
    }
}

[SessionModel]
public partial class ChatSession
{
    [SessionProperty(Default = "guest")] public partial string Nickname { get; set; }

    [SessionProperty(Merge = SessionMerge.Sum)] public partial long Sent { get; set; }

    [SessionProperty] public partial string? Last { get; set; }
}
