using TypedSessions.Storage;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Http;

public sealed class RedisConcurrencyTests(RedisServer server) : ConcurrencyTests
{
    private readonly string _prefix = RedisServer.NewPrefix();

    protected override bool HasNodes => true;

    private protected override Task<TestSite> StartSiteAsync(Action<TypedSessionsOptions>? options = null)
        => TestSite.StartAsync(Map, options, engine: OpenEngineAsync);

    private async ValueTask<ISessionEngine> OpenEngineAsync(ManualClock clock) => await server.OpenEngineAsync(clock, _prefix);
}
