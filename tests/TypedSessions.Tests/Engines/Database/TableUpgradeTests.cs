using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using TypedSessions.Engines.Database;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Engines.Database;

/// <summary>A table of version 1, which has no closed copies and no schemes. On each database.</summary>
public abstract class TableUpgradeTests : IAsyncLifetime
{
    private static readonly DatabaseEngineOptions WithoutCreation = new() { CreateTable = false };

    private SessionKey _key;
    private SessionRecord _record = null!;

    internal ManualClock Clock { get; } = new();

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The SQL that undoes the upgrade.</summary>
    protected virtual string[] Downgrade
        =>
        [
            .. new[] { "scheme", "successor", "signed_in", "seen", "device" }
                .Select(static column => $"ALTER TABLE typed_sessions DROP COLUMN {column}"),
        ];

    public async ValueTask InitializeAsync()
    {
        await OpenAsync();
        await using var engine = NewEngine();
        await engine.EnsureCreatedAsync(Token);
        _key = NewKey();
        _record = new SessionRecord
        {
            Values = Values(("a", "1")),
            CreatedAt = Clock.GetUtcNow(),
            ExpiresAt = Clock.GetUtcNow() + TimeSpan.FromDays(1),
        };
        Assert.True(await engine.CreateAsync(_key, _record, Token));
        foreach (var statement in Downgrade)
        {
            await ExecuteAsync(statement);
        }
    }

    public abstract ValueTask DisposeAsync();

    [Fact]
    public async Task It_is_upgraded_where_tables_are_created_and_keeps_its_sessions()
    {
        await using var engine = NewEngine();
        await engine.EnsureCreatedAsync(Token);

        Assert.Equal("a=1", (await engine.LoadAsync(_key, Token))!.Values.Show());
        var newKey = NewKey();
        Assert.Equal(CommitOutcome.Applied, (await RotateAsync(engine, newKey)).Outcome);
        Assert.True((await engine.LoadAsync(_key, Token))!.IsClosed);
    }

    [Fact]
    public async Task It_is_reported_at_start_where_tables_are_not_created_with_the_SQL_that_upgrades_it()
    {
        await using var engine = NewEngine(WithoutCreation);
        var error = await Assert.ThrowsAsync<SessionEngineException>(async () => await PrepareAsync(engine));
        Assert.Contains("The table has version 1, and this version of the library needs version 3: run ALTER TABLE ", error.Message);

        const string before = ": run ";
        var start = error.Message.IndexOf(before, StringComparison.Ordinal) + before.Length;
        await ExecuteAsync(error.Message[start..error.Message.IndexOf("; or set CreateTable", StringComparison.Ordinal)]);

        await PrepareAsync(engine);
        Assert.Equal(CommitOutcome.Applied, (await RotateAsync(engine, NewKey())).Outcome);
    }

    [Fact]
    public async Task A_table_of_version_2_is_upgraded_and_keeps_its_sessions()
    {
        await using var engine = NewEngine();
        await engine.EnsureCreatedAsync(Token);
        foreach (var column in new[] { "signed_in", "seen", "device" })
        {
            await ExecuteAsync($"ALTER TABLE typed_sessions DROP COLUMN {column}");
        }

        await engine.EnsureCreatedAsync(Token);

        Assert.Null((await engine.LoadAsync(_key, Token))!.Account);
        var signIn = new SessionChanges
        {
            ExpiresAt = _record.ExpiresAt,
            HasOwner = true,
            Owner = "ann",
            HasSignedInAt = true,
            SignedInAt = Clock.GetUtcNow(),
        };
        var signedIn = (await engine.RotateAsync(_key, NewKey(), _record, signIn, Token)).Record!;
        Assert.Equal(Clock.GetUtcNow(), signedIn.SignedInAt);
    }

    [Fact]
    public async Task Nodes_that_start_concurrently_upgrade_it_once()
    {
        var engines = Enumerable.Range(0, 8).Select(_ => NewEngine()).ToArray();
        await Task.WhenAll(engines.Select(engine => Task.Run(async () => await engine.EnsureCreatedAsync(Token), Token)));
        foreach (var engine in engines)
        {
            Assert.NotNull(await engine.LoadAsync(_key, Token));
            await engine.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_table_that_a_migration_has_not_created_yet_is_not_reported()
    {
        await using var engine = NewEngine(new DatabaseEngineOptions { CreateTable = false, TableName = "later" });
        await PrepareAsync(engine);
    }

    [Fact]
    public async Task A_table_of_the_application_is_not_changed()
    {
        await ExecuteAsync("CREATE TABLE another (expires int, payload int)");
        await using var engine = NewEngine(new DatabaseEngineOptions { TableName = "another" });
        await Assert.ThrowsAsync<SessionEngineException>(async () => await engine.EnsureCreatedAsync(Token));
        await Assert.ThrowsAnyAsync<Exception>(() => ExecuteAsync("SELECT successor FROM another"));
    }

    protected abstract Task OpenAsync();

    protected abstract DatabaseSessionEngine NewEngine(DatabaseEngineOptions? options = null);

    protected abstract Task ExecuteAsync(string sql);

    private ValueTask<CommitResult> RotateAsync(DatabaseSessionEngine engine, SessionKey newKey)
        => engine.RotateAsync(_key, newKey, _record, new SessionChanges { ExpiresAt = _record.ExpiresAt }, Token);

    private static ValueTask PrepareAsync(DatabaseSessionEngine engine) => ((IPreparableEngine)engine).PrepareAsync(Token);
}

public sealed class SqliteTableUpgradeTests : TableUpgradeTests
{
    private readonly SqliteFile _file = new();

    public override ValueTask DisposeAsync()
    {
        _file.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task An_application_does_not_start_with_it()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddTypedSessions()
            .UseDatabase(SqliteFactory.Instance, _file.ConnectionString, options => options.CreateTable = false);
        using var host = builder.Build();
        var error = await Assert.ThrowsAsync<SessionEngineException>(() => host.StartAsync(Token));
        Assert.Contains("could not use its table. The table has version 1", error.Message, StringComparison.Ordinal);
    }

    protected override Task OpenAsync() => Task.CompletedTask;

    protected override DatabaseSessionEngine NewEngine(DatabaseEngineOptions? options = null) => _file.NewEngine(Clock, options);

    protected override Task ExecuteAsync(string sql) => Task.FromResult(_file.Execute(sql));
}

public sealed class PostgresTableUpgradeTests(PostgresServer server) : TableUpgradeTests
{
    private PostgresSchema _schema = null!;

    public override ValueTask DisposeAsync() => _schema.DisposeAsync();

    [Fact]
    public async Task A_user_who_may_not_change_it_gets_the_SQL_and_the_cause()
    {
        await ExecuteAsync($"""
            CREATE ROLE {_schema.Name}_user LOGIN PASSWORD '{PostgresServer.Password}';
            GRANT USAGE ON SCHEMA {_schema.Name} TO {_schema.Name}_user;
            GRANT SELECT, INSERT, UPDATE, DELETE ON typed_sessions TO {_schema.Name}_user;
            """);
        await using var engine = _schema.NewEngine(Clock, configure: connection => connection.Username = $"{_schema.Name}_user");
        var error = await Assert.ThrowsAsync<SessionEngineException>(async () => await engine.EnsureCreatedAsync(Token));
        Assert.Contains("run ALTER TABLE \"typed_sessions\" ADD COLUMN scheme text", error.Message, StringComparison.Ordinal);
        Assert.IsType<Npgsql.PostgresException>(error.GetBaseException());
    }

    protected override async Task OpenAsync() => _schema = await server.OpenAsync();

    protected override DatabaseSessionEngine NewEngine(DatabaseEngineOptions? options = null) => _schema.NewEngine(Clock, options);

    protected override Task ExecuteAsync(string sql) => _schema.ExecuteAsync(sql);
}

public sealed class MariaDbTableUpgradeTests(MariaDbServer server) : TableUpgradeTests
{
    private MariaDbDatabase _database = null!;

    public override ValueTask DisposeAsync() => _database.DisposeAsync();

    protected override async Task OpenAsync() => _database = await server.OpenAsync();

    protected override DatabaseSessionEngine NewEngine(DatabaseEngineOptions? options = null) => _database.NewEngine(Clock, options);

    protected override Task ExecuteAsync(string sql) => _database.ExecuteAsync(sql);
}
