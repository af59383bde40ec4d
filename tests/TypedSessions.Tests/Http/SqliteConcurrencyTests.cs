using TypedSessions.Storage;
using TypedSessions.Tests.Engines.Database;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Http;

public sealed class SqliteConcurrencyTests : ConcurrencyTests, IDisposable
{
    private readonly SqliteFile _file = new();

    public void Dispose() => _file.Dispose();

    protected override bool HasNodes => true;

    private protected override Task<TestSite> StartSiteAsync(Action<TypedSessionsOptions>? options = null)
        => TestSite.StartAsync(Map, options, engine: OpenEngineAsync);

    private async ValueTask<ISessionEngine> OpenEngineAsync(ManualClock clock)
    {
        var engine = _file.NewEngine(clock);
        await engine.EnsureCreatedAsync(TestContext.Current.CancellationToken);
        return engine;
    }
}
