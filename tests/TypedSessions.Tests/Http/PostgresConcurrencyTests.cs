using TypedSessions.Storage;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Http;

public sealed class PostgresConcurrencyTests(PostgresServer server) : ConcurrencyTests, IAsyncDisposable
{
    private PostgresSchema? _schema;

    public ValueTask DisposeAsync() => _schema?.DisposeAsync() ?? ValueTask.CompletedTask;

    protected override bool HasNodes => true;

    private protected override Task<TestSite> StartSiteAsync(Action<TypedSessionsOptions>? options = null)
        => TestSite.StartAsync(Map, options, engine: OpenEngineAsync);

    private async ValueTask<ISessionEngine> OpenEngineAsync(ManualClock clock)
    {
        _schema ??= await server.OpenAsync();
        var engine = _schema.NewEngine(clock);
        await engine.EnsureCreatedAsync(TestContext.Current.CancellationToken);
        return engine;
    }
}
