using TypedSessions.Engines.Cache;
using TypedSessions.Storage;
using TypedSessions.Tests.Engines.Conformance;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Engines.Cache;

/// <summary>The cache engine on Redis, which uses its own clock and so keeps records that have expired by the test's clock.</summary>
public sealed class RedisCacheConformance(RedisServer server) : StoredRecordConformance
{
    protected override async ValueTask<ISessionEngine> OpenAsync()
        => new CacheSessionEngine(await server.OpenCacheAsync(), Clock);
}
