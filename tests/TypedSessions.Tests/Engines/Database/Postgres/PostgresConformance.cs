using TypedSessions.Storage;
using TypedSessions.Tests.Engines.Conformance;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Engines.Database.Postgres;

public sealed class PostgresConformance(PostgresServer server) : EngineConformance
{
    private PostgresSchema? _schema;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await (_schema?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    protected override async ValueTask<ISessionEngine> OpenAsync()
    {
        _schema = await server.OpenAsync();
        var engine = _schema.NewEngine(Clock);
        await engine.EnsureCreatedAsync(Token);
        return engine;
    }
}
