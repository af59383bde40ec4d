using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.StackExchangeRedis;
using StackExchange.Redis;
using TypedSessions.Redis;
using TypedSessions.Tests.Testing;

[assembly: AssemblyFixture(typeof(RedisServer))]

namespace TypedSessions.Tests.Testing;

/// <summary>
/// A Redis server on a free port of this machine, without files. Starts when the first test needs it. If Redis is not
/// installed, the tests that need it are skipped, or fail when TYPEDSESSIONS_NO_SKIP is 1.
/// </summary>
public sealed class RedisServer : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private RedisProcess? _process;
    private Task<ConnectionMultiplexer>? _ready;

    /// <summary>Returns an empty cache: all share one connection, and each has its own prefix.</summary>
    public async Task<IDistributedCache> OpenCacheAsync()
    {
        var connection = await ConnectAsync();
        return new RedisCache(new RedisCacheOptions
        {
            ConnectionMultiplexerFactory = () => Task.FromResult<IConnectionMultiplexer>(connection),
            InstanceName = NewPrefix(),
        });
    }

    /// <summary>Returns an engine. All share one connection.</summary>
    /// <param name="timeProvider">The clock by which sessions expire.</param>
    /// <param name="prefix">The prefix of its keys; <see langword="null"/> for an engine without sessions.</param>
    internal async Task<RedisSessionEngine> OpenEngineAsync(TimeProvider timeProvider, string? prefix = null)
        => new(
            await ConnectAsync(),
            timeProvider,
            new RedisEngineOptions { KeyPrefix = prefix ?? NewPrefix(), ClockSkew = TimeSpan.Zero });

    /// <summary>A prefix that no other test has.</summary>
    internal static string NewPrefix() => $"{Guid.NewGuid():N}:";

    /// <summary>Returns the connection that all share.</summary>
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
            // Callers that use the server have met its failure already.
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
