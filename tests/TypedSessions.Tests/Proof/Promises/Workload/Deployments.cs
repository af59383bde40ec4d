using TypedSessions.Engines.Cache;
using TypedSessions.Engines.Memory;
using TypedSessions.Storage;
using TypedSessions.Tests.Engines.Cache;
using TypedSessions.Tests.Engines.CachedDatabase;
using TypedSessions.Tests.Engines.Database;
using TypedSessions.Tests.Proof.Promises.Recording;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Proof.Promises.Workload;

/// <summary>Deployments of every engine.</summary>
internal sealed class Deployments(PostgresServer postgres, MariaDbServer mariaDb, RedisServer redis) : IAsyncDisposable
{
    public const string MemoryWithOtherOptions = "memory with other options";
    public const string Cookie = "cookie";
    public const string CachedDatabase = "cached database";
    public const string RedisCache = "redis cache";
    public const string RedisCacheOnTwoNodes = "redis cache on two nodes";

    private readonly ManualClock _clock = new();
    private readonly AnyEngine _engines = new(postgres, mariaDb, redis);
    private readonly SqliteFile _file = new();
    private Deployment? _deployment;

    public async Task<Deployment> StartAsync(string name) => _deployment = name switch
    {
        Cookie => await Deployment.StartWithCookiesAsync(),
        "memory" => await Deployment.StartAsync(_clock, new MemorySessionEngine(_clock)),
        MemoryWithOtherOptions => await StartWithOtherOptionsAsync(new MemorySessionEngine(_clock)),
        "cache" => await Deployment.StartAsync(_clock, new CacheSessionEngine(ProbedCache.InMemoryWithoutLimit(_clock), _clock)),
        CachedDatabase => await Deployment.StartAsync(_clock, await OpenCachedDatabaseAsync(), await OpenCachedDatabaseAsync()),
        RedisCache => await StartOnRedisCacheAsync(nodes: 1),
        RedisCacheOnTwoNodes => await StartOnRedisCacheAsync(nodes: 2),
        _ => await Deployment.StartAsync(_clock, await _engines.OpenAsync(name, _clock), await _engines.OpenAsync(name, _clock)),
    };

    public async ValueTask DisposeAsync()
    {
        await (_deployment?.DisposeAsync() ?? ValueTask.CompletedTask);
        await _engines.DisposeAsync();
        _file.Dispose();
    }

    private Task<Deployment> StartWithOtherOptionsAsync(ISessionEngine engine)
        => Deployment.StartAsync(_clock, Expectations.Create(engine, nodes: 1) with { HasOtherOptions = true }, engine);

    private async Task<Deployment> StartOnRedisCacheAsync(int nodes)
    {
        var cache = new LongLivedCache(await redis.OpenCacheAsync());
        return await Deployment.StartAsync(
            _clock, [.. Enumerable.Range(0, nodes).Select(_ => new CacheSessionEngine(cache, _clock))]);
    }

    // Each node has a separate cache, so that it can read stale copies.
    private ValueTask<ISessionEngine> OpenCachedDatabaseAsync()
    {
        var cache = new ProbedCache(ProbedCache.InMemoryWithoutLimit(_clock))
        {
            Before = _ =>
            {
                _deployment?.FailCacheSometimes();
                return Task.CompletedTask;
            },
        };
        return CachedSqlite.OpenAsync(_file, cache, _clock);
    }
}
