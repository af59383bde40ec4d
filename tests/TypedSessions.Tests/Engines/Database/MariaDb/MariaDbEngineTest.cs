using TypedSessions.Engines.Database;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Engines.Database.MariaDb;

/// <summary>A database, an engine on it, and short ways to both.</summary>
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
