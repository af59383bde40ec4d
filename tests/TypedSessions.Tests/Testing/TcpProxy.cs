using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace TypedSessions.Tests.Testing;

/// <summary>Stands between a client and a server on this machine, and can do to their connections what a network does.</summary>
internal sealed class TcpProxy : IAsyncDisposable
{
    private readonly int _serverPort;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<Link> _links = [];
    private readonly Task _accepting;
    private int _vanished;

    public TcpProxy(int serverPort)
    {
        _serverPort = serverPort;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>How much that a client sent has vanished.</summary>
    public int Vanished => Volatile.Read(ref _vanished);

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>What is sent over the present connections vanishes from now on, as behind a firewall that has forgotten them.</summary>
    public void Silence()
    {
        foreach (var link in _links)
        {
            link.IsSilent = true;
        }
    }

    /// <summary>The present connections end when the server next sends something, which is lost.</summary>
    public void LoseNextReply()
    {
        foreach (var link in _links)
        {
            link.LosesReply = true;
        }
    }

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
            // Stopped.
        }
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
                        await to.SendAsync(buffer.AsMemory(0, count));
                    }
                }
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException)
            {
                // Ended by one of them.
            }

            if (!_isSilent)
            {
                Dispose();
            }
        }
    }
}
