using TypedSessions.EntityFrameworkCore.Tests.Testing;
using TypedSessions.Storage;
using TypedSessions.Tests.Engines.Conformance;
using TypedSessions.Tests.Testing;

namespace TypedSessions.EntityFrameworkCore.Tests;

/// <summary>The engine keeps all its rules on a table that a context's model has made.</summary>
public sealed class SqliteModelConformance : InProcessEngineConformance
{
    private readonly SqliteDatabase _database = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _database.DisposeAsync();
    }

    protected override async ValueTask<ISessionEngine> OpenAsync()
    {
        await _database.CreateTablesAsync<ShopDb>();
        return _database.NewLonelyEngine(Clock);
    }
}

/// <inheritdoc cref="SqliteModelConformance"/>
public sealed class PostgresModelConformance(PostgresServer server) : EngineConformance
{
    private PostgresDatabase? _database;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await (_database?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    protected override async ValueTask<ISessionEngine> OpenAsync()
    {
        _database = await PostgresDatabase.OpenAsync(server);
        await _database.CreateTablesAsync<ShopDb>();
        return _database.NewEngine(Clock);
    }
}
