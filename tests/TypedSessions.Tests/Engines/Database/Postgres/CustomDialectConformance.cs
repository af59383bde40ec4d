using TypedSessions.Engines.Database;
using TypedSessions.Storage;
using TypedSessions.Tests.Engines.Conformance;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Engines.Database.Postgres;

/// <summary>A dialect that an application implements passes the conformance suite.</summary>
public sealed class CustomDialectConformance(PostgresServer server) : EngineConformance
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
        var engine = _schema.NewEngine(Clock, new DatabaseEngineOptions { Dialect = new PlainDialect(), ClockSkew = TimeSpan.Zero });
        await engine.EnsureCreatedAsync(Token);
        return engine;
    }
}
