using TypedSessions.Engines.Database;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Engines.Database.Postgres;

/// <summary>Base class of tests with a PostgreSQL schema and an engine on it.</summary>
public abstract class PostgresEngineTest(PostgresServer server) : ServerEngineTest
{
    private PostgresSchema? _schema;

    internal PostgresSchema Schema => _schema!;

    public override async ValueTask DisposeAsync()
    {
        await (_schema?.DisposeAsync() ?? ValueTask.CompletedTask);
        GC.SuppressFinalize(this);
    }

    protected override async ValueTask<DatabaseSessionEngine> OpenAsync()
    {
        _schema = await server.OpenAsync();
        return Schema.NewEngine(Clock);
    }
}
