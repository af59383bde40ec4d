using System.Net;
using System.Net.Sockets;

namespace TypedSessions.Tests.Testing;

/// <summary>
/// Returns ports for servers that bind them later: no port twice in a process, and none that the kernel uses for outgoing connections.
/// </summary>
internal static class FreePort
{
    private const int First = 20_000;
    private const int Count = 12_000;

    // Starts at a random port, because several test runs can share a machine.
    private static int _next = Random.Shared.Next(Count);

    /// <summary>Returns a port on which no process listens.</summary>
    public static int Take()
    {
        while (true)
        {
            var port = First + (Interlocked.Increment(ref _next) % Count);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException error) when (error.SocketErrorCode is SocketError.AddressAlreadyInUse)
            {
                // The port is in use; try the next one.
            }
        }
    }
}
