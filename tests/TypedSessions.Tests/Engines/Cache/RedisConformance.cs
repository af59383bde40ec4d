using TypedSessions.Engines.Cache;
using TypedSessions.Storage;
using TypedSessions.Tests.Engines.Conformance;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Engines.Cache;

/// <summary>The cache engine on Redis, which has its own clock: to it, what has expired by the test's is still there.</summary>
public sealed class RedisConformance(RedisServer server) : StoredRecordConformance
{
    protected override async ValueTask<ISessionEngine> OpenAsync()
        => new CacheSessionEngine(
            new RedisCache(await server.OpenAsync()), Clock, new CacheEngineOptions { KeyPrefix = RedisCache.NewPrefix() });
}
