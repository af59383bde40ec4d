using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Http;

/// <summary>A WebSocket is a response that starts immediately and stays open.</summary>
public sealed class WebSocketTests
{
    private readonly TaskCompletionSource _socketHasEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task Values_set_before_and_during_a_socket_are_saved()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/set");
        site.Engine.TakeCalls();

        Assert.Equal("Ada", await TalkAsync(site, browser.Token));

        Assert.Equal(["load", "update", "update"], site.Engine.TakeCalls());
        Assert.Equal("Ada yes yes", await browser.ReadAsync("/get"));
    }

    [Fact]
    public async Task A_session_that_is_set_before_the_socket_is_accepted_begins_with_the_handshake()
    {
        await using var site = await StartAsync();

        Assert.Equal("nobody", await TalkAsync(site, token: null));

        Assert.Equal(["create", "update"], site.Engine.TakeCalls());
    }

    private async Task<string> TalkAsync(TestSite site, string? token)
    {
        var cancel = TestContext.Current.CancellationToken;
        using var socket = new ClientWebSocket();
        if (token is not null)
        {
            socket.Options.SetRequestHeader(HeaderNames.Cookie, $"__Host-session={token}");
        }

        await socket.ConnectAsync(new UriBuilder(site.Address) { Scheme = "ws", Path = "/socket" }.Uri, cancel);
        var buffer = new byte[100];
        var received = await socket.ReceiveAsync(buffer, cancel);
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, cancel);
        await _socketHasEnded.Task;
        return Encoding.UTF8.GetString(buffer, 0, received.Count);
    }

    private Task<TestSite> StartAsync() => TestSite.StartAsync(
        app =>
        {
            app.UseWebSockets();
            app.MapGet("/set", (HttpContext context) => context.Session.SetString("name", "Ada"));
            app.MapGet(
                "/get", (HttpContext context) => string.Join(' ', new[] { "name", "before", "during" }.Select(context.Session.GetString)));
            app.Map("/socket", ServeAsync);
        },
        outer: app => app.Use(async (context, next) =>
        {
            await next(context);
            if (context.Request.Path == "/socket")
            {
                _socketHasEnded.SetResult();
            }
        }));

    private static async Task ServeAsync(HttpContext context)
    {
        context.Session.SetString("before", "yes");
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        context.Session.SetString("during", "yes");
        var name = Encoding.UTF8.GetBytes(context.Session.GetString("name") ?? "nobody");
        await socket.SendAsync(name, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        await socket.ReceiveAsync(new byte[1], CancellationToken.None);
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
    }
}
