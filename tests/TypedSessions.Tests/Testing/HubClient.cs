using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace TypedSessions.Tests.Testing;

/// <summary>A client of a SignalR hub on a WebSocket, with JSON messages that end with a separator.</summary>
internal sealed class HubClient : IAsyncDisposable
{
    private const byte Separator = 0x1e;
    private const int Completion = 3, Ping = 6;

    private readonly ClientWebSocket _socket = new();
    private readonly List<byte> _received = [];
    private int _calls;

    private HubClient()
    {
    }

    /// <summary>Connects to a hub.</summary>
    /// <param name="site">The root of the site.</param>
    /// <param name="path">The path of the hub.</param>
    /// <param name="cookies">The Cookie header, or <see langword="null"/>.</param>
    public static async Task<HubClient> ConnectAsync(Uri site, string path, string? cookies)
    {
        var client = new HubClient();
        if (cookies is not null)
        {
            client._socket.Options.SetRequestHeader("Cookie", cookies);
        }

        await client._socket.ConnectAsync(new UriBuilder(site) { Scheme = "ws", Path = path }.Uri, TestContext.Current.CancellationToken);
        await client.SendAsync("""{"protocol":"json","version":1}""");
        Assert.Equal("{}", (await client.ReceiveAsync())?.GetRawText());
        return client;
    }

    /// <summary>Calls a method of the hub and returns its result.</summary>
    /// <exception cref="InvalidOperationException">The method failed. Contains the message for clients.</exception>
    public async Task<JsonElement> InvokeAsync(string method, params object[] arguments)
    {
        var id = $"{++_calls}";
        await SendAsync(JsonSerializer.Serialize(new { type = 1, invocationId = id, target = method, arguments }));
        while (await ReceiveAsync() is { } message)
        {
            if (message.GetProperty("type").GetInt32() == Completion && message.GetProperty("invocationId").GetString() == id)
            {
                return message.TryGetProperty("error", out var error)
                    ? throw new InvalidOperationException(error.GetString())
                    : message.TryGetProperty("result", out var result) ? result : default;
            }
        }

        throw new InvalidOperationException("The hub has closed the connection.");
    }

    /// <summary>Receives the next message from the hub; <see langword="null"/> if it has closed the connection.</summary>
    public async Task<JsonElement?> ReceiveAsync()
    {
        var buffer = new byte[4096];
        while (true)
        {
            while (_received.IndexOf(Separator) is >= 0 and var end)
            {
                var message = JsonSerializer.Deserialize<JsonElement>(_received[..end].ToArray());
                _received.RemoveRange(0, end + 1);
                if (!message.TryGetProperty("type", out var type) || type.GetInt32() != Ping)
                {
                    return message;
                }
            }

            var result = await _socket.ReceiveAsync(buffer, TestContext.Current.CancellationToken);
            if (result.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            _received.AddRange(buffer.AsSpan(0, result.Count));
        }
    }

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }

    private Task SendAsync(string message) => _socket.SendAsync(
        (byte[])[.. Encoding.UTF8.GetBytes(message), Separator], WebSocketMessageType.Text, endOfMessage: true,
        TestContext.Current.CancellationToken);
}
