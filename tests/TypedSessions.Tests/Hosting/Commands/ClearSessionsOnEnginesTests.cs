using TypedSessions.Engines.Files;
using TypedSessions.Storage;
using TypedSessions.Tests.Engines.Database;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Hosting.Commands;

public sealed class ClearSessionsOnSqliteTests : ClearSessionsProcessTests
{
    private readonly SqliteFile _file = new();

    private protected override EnginePlace Place => new(EnginePlace.Sqlite, _file.ConnectionString);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _file.Dispose();
    }

    private protected override async ValueTask<ISessionEngine> OpenAsync()
    {
        var engine = _file.NewEngine(Clock);
        await engine.EnsureCreatedAsync(Token);
        return engine;
    }

    private protected override ValueTask<string> BreakAsync()
    {
        _file.Execute("DROP TABLE typed_sessions");
        return new("EnsureCreatedAsync");
    }
}

public sealed class ClearSessionsOnPostgresTests(PostgresServer server) : ClearSessionsProcessTests
{
    private PostgresSchema? _schema;

    private protected override EnginePlace Place => new(EnginePlace.Postgres, _schema!.ConnectionString);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await (_schema?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    private protected override async ValueTask<ISessionEngine> OpenAsync()
    {
        _schema = await server.OpenAsync();
        var engine = _schema.NewEngine(Clock);
        await engine.EnsureCreatedAsync(Token);
        return engine;
    }

    private protected override async ValueTask<string> BreakAsync()
    {
        await _schema!.ExecuteAsync("DROP TABLE typed_sessions");
        return "EnsureCreatedAsync";
    }
}

public sealed class ClearSessionsOnMariaDbTests(MariaDbServer server) : ClearSessionsProcessTests
{
    private MariaDbDatabase? _database;

    private protected override EnginePlace Place => new(EnginePlace.MariaDb, _database!.ConnectionString);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await (_database?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    private protected override async ValueTask<ISessionEngine> OpenAsync()
    {
        _database = await server.OpenAsync();
        var engine = _database.NewEngine(Clock);
        await engine.EnsureCreatedAsync(Token);
        return engine;
    }

    private protected override async ValueTask<string> BreakAsync()
    {
        await _database!.ExecuteAsync("DROP TABLE typed_sessions");
        return "EnsureCreatedAsync";
    }
}

public sealed class ClearSessionsOnFilesTests : ClearSessionsProcessTests
{
    private readonly TempFolder _temp = new();

    private protected override EnginePlace Place => new(EnginePlace.Files, Folder);

    private string Folder => _temp.GetPath("sessions");

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _temp.Dispose();
    }

    private protected override ValueTask<ISessionEngine> OpenAsync()
        => new(new FileSessionEngine(new FileEngineOptions { Path = Folder, ClockSkew = TimeSpan.Zero }, Clock));

    // A file in place of the folder.
    private protected override ValueTask<string> BreakAsync()
    {
        Directory.Delete(Folder, recursive: true);
        File.WriteAllText(Folder, "");
        return new(Folder);
    }
}
