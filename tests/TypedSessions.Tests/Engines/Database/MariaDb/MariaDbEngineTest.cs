using TypedSessions.Engines.Database;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Engines.Database.MariaDb;

/// <summary>Base class of tests with a MariaDB database and an engine on it.</summary>
public abstract class MariaDbEngineTest(MariaDbServer server) : ServerEngineTest
{
    private MariaDbDatabase? _database;

    internal MariaDbDatabase Database => _database!;

    public override async ValueTask DisposeAsync()
    {
        await (_database?.DisposeAsync() ?? ValueTask.CompletedTask);
        GC.SuppressFinalize(this);
    }

    protected override async ValueTask<DatabaseSessionEngine> OpenAsync()
    {
        _database = await server.OpenAsync();
        return Database.NewEngine(Clock);
    }
}
