using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using MySqlConnector;
using Npgsql;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Hosting;

/// <summary>A site that starts while its store is unavailable. On each engine that prepares its store at start.</summary>
public abstract class LateEngineTests : IAsyncDisposable
{
    private protected TempFolder Temp { get; } = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public virtual ValueTask DisposeAsync()
    {
        Temp.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task It_starts_answers_503_for_sessions_alone_and_recovers_without_a_restart()
    {
        var useEngine = await PrepareAsync();
        await using var site = await StartAsync(useEngine, required: false);
        using var browser = site.Open();

        Assert.Equal("plain", await browser.ReadAsync("/plain"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync(browser));
        Assert.Equal(1, site.Log.GetCount("StartsWithoutEngine"));

        await BringAsync();
        while (site.Log.GetCount("EngineIsReady") == 0)
        {
            Token.ThrowIfCancellationRequested();
            site.Clock.Advance(TimeSpan.FromSeconds(5));
            await Task.Yield();
        }

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(browser));
        Assert.Equal("Ada", await browser.ReadAsync("/get"));
    }

    [Fact]
    public async Task It_stops_while_it_waits_for_its_store()
    {
        var site = await StartAsync(await PrepareAsync(), required: false);

        await site.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromMinutes(1), Token);

        Assert.Equal(0, site.Clock.WaitingTimers);
    }

    [Fact]
    public async Task Without_permission_for_that_it_does_not_start()
    {
        var useEngine = await PrepareAsync();

        await Assert.ThrowsAsync<SessionEngineException>(() => StartAsync(useEngine, required: true));
    }

    /// <summary>Configures an engine whose store is unavailable.</summary>
    private protected abstract ValueTask<Action<TypedSessionsBuilder>> PrepareAsync();

    /// <summary>Makes the store available.</summary>
    private protected abstract ValueTask BringAsync();

    private static async Task<HttpStatusCode> StatusAsync(Browser browser)
    {
        using var response = await browser.GetAsync("/set");
        return response.StatusCode;
    }

    private static Task<TestSite> StartAsync(Action<TypedSessionsBuilder> useEngine, bool required) => TestSite.StartAsync(
        app =>
        {
            app.MapGet("/plain", () => "plain");
            app.MapGet("/set", (HttpContext context) => context.Session.SetString("name", "Ada"));
            app.MapGet("/get", (HttpContext context) => context.Session.GetString("name"));
        },
        options => options.RequireEngineAtStart = required,
        (_, sessions) => useEngine(sessions));
}

public sealed class LateSqliteTests : LateEngineTests
{
    private string Folder => Temp.GetPath("not-mounted-yet");

    private protected override ValueTask<Action<TypedSessionsBuilder>> PrepareAsync()
        => new(sessions => sessions.UseDatabase(SqliteFactory.Instance, $"Data Source={Folder}/sessions.db;Pooling=False"));

    private protected override ValueTask BringAsync()
    {
        Directory.CreateDirectory(Folder);
        return ValueTask.CompletedTask;
    }
}

public sealed class LateFilesTests : LateEngineTests
{
    // A file in place of the folder.
    private string Parent => Temp.GetPath("parent");

    private protected override ValueTask<Action<TypedSessionsBuilder>> PrepareAsync()
    {
        File.WriteAllText(Parent, "");
        return new(sessions => sessions.UseFiles(Path.Combine(Parent, "sessions")));
    }

    private protected override ValueTask BringAsync()
    {
        File.Delete(Parent);
        return ValueTask.CompletedTask;
    }
}

public sealed class LatePostgresTests(PostgresServer server) : LateEngineTests
{
    private PostgresSchema? _schema;
    private string _missing = "";

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await (_schema?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    private protected override async ValueTask<Action<TypedSessionsBuilder>> PrepareAsync()
    {
        _schema = await server.OpenAsync();
        _missing = $"{_schema.Name}_late";
        var connectionString = new NpgsqlConnectionStringBuilder(_schema.ConnectionString) { SearchPath = _missing };
        return sessions => sessions.UseDatabase(NpgsqlFactory.Instance, connectionString.ConnectionString);
    }

    private protected override async ValueTask BringAsync() => await _schema!.ExecuteAsync($"CREATE SCHEMA {_missing}");
}

public sealed class LateMariaDbTests(MariaDbServer server) : LateEngineTests
{
    private MariaDbDatabase? _database;
    private string _missing = "";

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await (_database?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    private protected override async ValueTask<Action<TypedSessionsBuilder>> PrepareAsync()
    {
        _database = await server.OpenAsync();
        _missing = $"{_database.Name}_late";
        var connectionString = new MySqlConnectionStringBuilder(_database.ConnectionString) { Database = _missing };
        return sessions => sessions.UseDatabase(MySqlConnectorFactory.Instance, connectionString.ConnectionString);
    }

    private protected override async ValueTask BringAsync() => await _database!.ExecuteAsync($"CREATE DATABASE {_missing}");
}
