using TypedSessions.Engines.Cache;
using TypedSessions.Storage;
using TypedSessions.Tests.Engines.Conformance;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Engines.Cache;

/// <summary>The cache engine on Redis, which does not follow the test's clock and so keeps what has expired by that.</summary>
public sealed class RedisCacheConformance(RedisServer server) : StoredRecordConformance
{
    protected override async ValueTask<ISessionEngine> OpenAsync()
        => new CacheSessionEngine(await server.OpenCacheAsync(), Clock);
}
