using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.StackExchangeRedis;
using StackExchange.Redis;
using TypedSessions.Redis;
using TypedSessions.Tests.Testing;

[assembly: AssemblyFixture(typeof(RedisServer))]

namespace TypedSessions.Tests.Testing;

/// <summary>
/// A Redis server without files on a free port, which starts when a test first needs it. If Redis is not installed, the tests that need
/// it are skipped, or fail if TYPEDSESSIONS_NO_SKIP is 1.
/// </summary>
public sealed class RedisServer : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private RedisProcess? _process;
    private Task<ConnectionMultiplexer>? _ready;

    /// <summary>Returns an empty cache. All caches share a connection, and each has its own prefix.</summary>
    public async Task<IDistributedCache> OpenCacheAsync()
    {
        var connection = await ConnectAsync();
        return new RedisCache(new RedisCacheOptions
        {
            ConnectionMultiplexerFactory = () => Task.FromResult<IConnectionMultiplexer>(connection),
            InstanceName = NewPrefix(),
        });
    }

    /// <summary>Returns an engine. All engines share a connection.</summary>
    /// <param name="timeProvider">The clock by which sessions expire.</param>
    /// <param name="prefix">The prefix of the keys; <see langword="null"/> for a new one.</param>
    internal async Task<RedisSessionEngine> OpenEngineAsync(TimeProvider timeProvider, string? prefix = null)
        => new(
            await ConnectAsync(),
            timeProvider,
            new RedisEngineOptions { KeyPrefix = prefix ?? NewPrefix(), ClockSkew = TimeSpan.Zero });

    /// <summary>Returns a unique prefix.</summary>
    internal static string NewPrefix() => $"{Guid.NewGuid():N}:";

    /// <summary>Returns the shared connection.</summary>
    internal Task<ConnectionMultiplexer> ConnectAsync()
    {
        lock (_gate)
        {
            return _ready ??= Task.Run(StartAsync);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_ready is not null)
        {
            // The tests that use the server have already reported the failure.
            await ((Task)_ready).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (_ready is { IsCompletedSuccessfully: true })
        {
            await (await _ready).CloseAsync(allowCommandsToComplete: false);
        }

        await (_process?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    private async Task<ConnectionMultiplexer> StartAsync()
    {
        _process = await RedisProcess.StartAsync();
        return await _process.ConnectAsync();
    }
}
