using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.StackExchangeRedis;
using StackExchange.Redis;
using TypedSessions.Tests.Testing;

[assembly: AssemblyFixture(typeof(RedisServer))]

namespace TypedSessions.Tests.Testing;

/// <summary>
/// A Redis server on a free port of this machine, without files. Starts when the first test needs it. If Redis is not
/// installed, the tests that need it are skipped, or fail when TYPEDSESSIONS_NO_SKIP is 1.
/// </summary>
public sealed class RedisServer : IAsyncDisposable
{
    // Runs as long as its input is open, so that the server stops with the tests, even when they are killed.
    private const string Keeper = """
        folder=$(mktemp -d -t typedsessions-redis-XXXXXX)
        trap 'kill "$server" 2>/dev/null; wait "$server"; rm -rf "$folder"' EXIT
        trap : INT
        redis-server --bind 127.0.0.1 --port "$0" --dir "$folder" --save '' --appendonly no --daemonize no 2>&1 &
        server=$!
        cat >/dev/null
        """;

    // Long, because a busy machine is no failure.
    private const int Timeout = 60_000;

    private readonly Lazy<Task<ConnectionMultiplexer>> _ready;
    private Process? _keeper;

    public RedisServer() => _ready = new(() => Task.Run(StartAsync));

    /// <summary>Returns an empty cache: all share one connection, and each has its own prefix.</summary>
    public async Task<IDistributedCache> OpenCacheAsync()
    {
        var connection = await StartedAsync();
        return new RedisCache(new RedisCacheOptions
        {
            ConnectionMultiplexerFactory = () => Task.FromResult<IConnectionMultiplexer>(connection),
            InstanceName = $"{Guid.NewGuid():N}:",
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (_ready.IsValueCreated)
        {
            // Callers that use the server have met its failure already.
            await ((Task)_ready.Value).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (_ready is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            await (await _ready.Value).CloseAsync(allowCommandsToComplete: false);
        }

        await StopAsync();
    }

    private async Task<ConnectionMultiplexer> StartedAsync()
    {
        if (!IsInstalled())
        {
            const string reason = "No redis-server on the path.";
            Assert.SkipUnless(Environment.GetEnvironmentVariable("TYPEDSESSIONS_NO_SKIP") == "1", reason);
            Assert.Fail(reason);
        }

        return await _ready.Value;
    }

    private static bool IsInstalled()
        => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, "redis-server")));

    private async Task<ConnectionMultiplexer> StartAsync()
    {
        for (var attempt = 1; ; attempt++)
        {
            var port = FreePort();
            if (await TryStartAsync(port))
            {
                return await ConnectAsync(port);
            }

            await StopAsync();
            Assert.True(attempt < 5, "redis-server does not start.");
        }
    }

    private static Task<ConnectionMultiplexer> ConnectAsync(int port) => ConnectionMultiplexer.ConnectAsync(new ConfigurationOptions
    {
        EndPoints = { { IPAddress.Loopback, port } },
        ConnectTimeout = Timeout,
        SyncTimeout = Timeout,
        AsyncTimeout = Timeout,
    });

    // Another may take the port after we looked.
    private async Task<bool> TryStartAsync(int port)
    {
        _keeper = Process.Start(new ProcessStartInfo("sh", ["-c", Keeper, port.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        while (await _keeper.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.Contains("Ready to accept connections", StringComparison.Ordinal))
            {
                // Its further output must not fill the pipe.
                _ = _keeper.StandardOutput.ReadToEndAsync();
                return true;
            }

            if (line.Contains("aborting", StringComparison.Ordinal))
            {
                return false;
            }
        }

        return false;
    }

    private async Task StopAsync()
    {
        if (_keeper is not null)
        {
            _keeper.StandardInput.Close();
            await _keeper.WaitForExitAsync();
            _keeper.Dispose();
            _keeper = null;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
