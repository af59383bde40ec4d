using TypedSessions.Engines.Cache;
using TypedSessions.Storage;
using TypedSessions.Tests.Engines.Cache;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Http;

public sealed class CacheConcurrencyTests : ConcurrencyTests
{
    private protected override Task<TestSite> StartSiteAsync(Action<TypedSessionsOptions>? options = null)
        => TestSite.StartAsync(
            Map,
            options,
            engine: clock => ValueTask.FromResult<ISessionEngine>(new CacheSessionEngine(ProbedCache.InMemory(clock), clock)));
}
