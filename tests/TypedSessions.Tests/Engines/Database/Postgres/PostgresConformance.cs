using TypedSessions.Engines.Database;
using TypedSessions.Storage;
using TypedSessions.Tests.Engines.Conformance;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Engines.Database.Postgres;

/// <summary>With default options, and with asynchronous commits.</summary>
public abstract class PostgresConformanceTests(PostgresServer server, bool? synchronousCommit) : EngineConformance
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
        var options = new DatabaseEngineOptions { ClockSkew = TimeSpan.Zero, SynchronousCommit = synchronousCommit };
        var engine = _schema.NewEngine(Clock, options);
        await engine.EnsureCreatedAsync(Token);
        return engine;
    }
}

public sealed class PostgresConformance(PostgresServer server) : PostgresConformanceTests(server, synchronousCommit: null);

public sealed class AsynchronousPostgresConformance(PostgresServer server) : PostgresConformanceTests(server, synchronousCommit: false);
