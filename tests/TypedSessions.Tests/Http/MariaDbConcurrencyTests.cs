using TypedSessions.Storage;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Http;

public sealed class MariaDbConcurrencyTests(MariaDbServer server) : ConcurrencyTests, IAsyncDisposable
{
    private MariaDbDatabase? _database;

    public ValueTask DisposeAsync() => _database?.DisposeAsync() ?? ValueTask.CompletedTask;

    protected override bool HasNodes => true;

    private protected override Task<TestSite> StartSiteAsync(Action<TypedSessionsOptions>? options = null)
        => TestSite.StartAsync(Map, options, engine: OpenEngineAsync);

    private async ValueTask<ISessionEngine> OpenEngineAsync(ManualClock clock)
    {
        _database ??= await server.OpenAsync();
        var engine = _database.NewEngine(clock);
        await engine.EnsureCreatedAsync(TestContext.Current.CancellationToken);
        return engine;
    }
}
