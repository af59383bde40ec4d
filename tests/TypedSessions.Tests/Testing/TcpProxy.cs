using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace TypedSessions.Tests.Testing;

/// <summary>A proxy between a client and a server that simulates network failures.</summary>
internal sealed class TcpProxy : IAsyncDisposable
{
    private readonly int _serverPort;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<Link> _links = [];
    private readonly TimeSpan _delay;
    private readonly Task _accepting;
    private int _vanished;
    private volatile LostReplies? _lostReplies;

    /// <summary>Starts a proxy.</summary>
    /// <param name="serverPort">The server's port.</param>
    /// <param name="delay">The latency in each direction.</param>
    public TcpProxy(int serverPort, TimeSpan delay = default)
    {
        _serverPort = serverPort;
        _delay = delay;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>The number of discarded bytes from clients.</summary>
    public int Vanished => Volatile.Read(ref _vanished);

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Silently discards the data of all current connections, like a firewall that has dropped them.</summary>
    public void Silence()
    {
        foreach (var link in _links)
        {
            link.IsSilent = true;
        }
    }

    /// <summary>Discards the next data from the server on each current connection and closes the connection.</summary>
    public void LoseNextReply()
    {
        foreach (var link in _links)
        {
            link.LosesReply = true;
        }
    }

    /// <summary>Discards the replies to requests that begin with a text and closes their connections.</summary>
    /// <param name="request">The beginning of the requests.</param>
    /// <param name="count">The number of replies to discard; 0 to stop.</param>
    /// <param name="offset">The number of protocol bytes before the text.</param>
    public void LoseReplies(string request, int count, int offset = 0)
        => _lostReplies = new LostReplies(Encoding.ASCII.GetBytes(request), offset, count);

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _accepting;
        foreach (var link in _links)
        {
            link.Dispose();
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptSocketAsync();
                var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await server.ConnectAsync(IPAddress.Loopback, _serverPort);
                client.NoDelay = true;
                var link = new Link(this, client, server);
                _links.Add(link);
                link.Start();
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The proxy was stopped.
        }
    }

    private sealed class LostReplies(byte[] request, int offset, int count)
    {
        private int _left = count;

        public bool Includes(ReadOnlySpan<byte> sent)
            => sent.Length > offset && sent[offset..].StartsWith(request) && Interlocked.Decrement(ref _left) >= 0;
    }

    private sealed class Link(TcpProxy proxy, Socket client, Socket server) : IDisposable
    {
        private volatile bool _isSilent;
        private volatile bool _losesReply;

        public bool IsSilent { set => _isSilent = value; }

        public bool LosesReply { set => _losesReply = value; }

        public void Start() => _ = Task.WhenAll(PumpAsync(client, server, isReply: false), PumpAsync(server, client, isReply: true));

        public void Dispose()
        {
            client.Dispose();
            server.Dispose();
        }

        private async Task PumpAsync(Socket from, Socket to, bool isReply)
        {
            var buffer = new byte[64 * 1024];
            var sending = Task.CompletedTask;
            try
            {
                while (await from.ReceiveAsync(buffer) is > 0 and var count && !(isReply && _losesReply))
                {
                    if (_isSilent)
                    {
                        Interlocked.Increment(ref proxy._vanished);
                    }
                    else
                    {
                        _losesReply |= !isReply && proxy._lostReplies?.Includes(buffer.AsSpan(0, count)) == true;
                        sending = SendAsync(to, buffer[..count], sending);
                        await (proxy._delay > TimeSpan.Zero ? Task.CompletedTask : sending);
                    }
                }

                await sending;
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException)
            {
                // The client or the server has closed the connection.
            }

            if (!_isSilent)
            {
                Dispose();
            }
        }

        private async Task SendAsync(Socket to, byte[] bytes, Task previous)
        {
            var arriving = proxy._delay > TimeSpan.Zero ? Task.Delay(proxy._delay) : Task.CompletedTask;
            await previous;
            await arriving;
            await to.SendAsync(bytes);
        }
    }
}
