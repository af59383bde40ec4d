using TypedSessions.Engines.Cache;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Http;

public sealed class RedisCacheConcurrencyTests(RedisServer server) : ConcurrencyTests
{
    private protected override Task<TestSite> StartSiteAsync(Action<TypedSessionsOptions>? options = null)
        => TestSite.StartAsync(Map, options, engine: OpenEngineAsync);

    private async ValueTask<ISessionEngine> OpenEngineAsync(ManualClock clock)
        => new CacheSessionEngine(await server.OpenCacheAsync(), clock);
}
