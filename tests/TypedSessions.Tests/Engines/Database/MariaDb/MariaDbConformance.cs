using TypedSessions.Engines.Database;
using TypedSessions.Storage;
using TypedSessions.Tests.Engines.Conformance;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Engines.Database.MariaDb;

public sealed class MariaDbConformance(MariaDbServer server) : EngineConformance
{
    private MariaDbDatabase? _database;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await (_database?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    protected override async ValueTask<ISessionEngine> OpenAsync()
    {
        _database = await server.OpenAsync();
        var engine = _database.NewEngine(Clock);
        await engine.EnsureCreatedAsync(Token);
        return engine;
    }
}

/// <summary>A permissive SQL mode, and prepared statements.</summary>
public sealed class LenientMariaDbConformance(MariaDbServer server) : EngineConformance
{
    private MariaDbDatabase? _database;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await (_database?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    protected override async ValueTask<ISessionEngine> OpenAsync()
    {
        _database = await server.OpenAsync();
        var options = new DatabaseEngineOptions { ClockSkew = TimeSpan.Zero, UsePreparedStatements = true };
        var engine = new DatabaseSessionEngine(
            new InitializedConnections(_database.NewDataSource(), "SET SESSION sql_mode = ''"), Clock, options);
        await engine.EnsureCreatedAsync(Token);
        return engine;
    }
}
