using Npgsql;
using TypedSessions.Engines.Database;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Engines.Database.Postgres;

/// <summary>Every failure throws the engine's exception, with a hint and without the password.</summary>
public sealed class PostgresErrorTests(PostgresServer server) : PostgresEngineTest(server)
{
    private const string Database = "PostgreSQL";

    [Fact]
    public async Task No_server() => await AssertCannotConnectAsync("Check host and port", connection => connection.Port = 1);

    [Fact]
    public async Task No_host() => await AssertCannotConnectAsync("Check host and port", connection => connection.Host = "nowhere.invalid");

    [Fact]
    public async Task A_wrong_password()
        => await AssertCannotConnectAsync("name and password", connection => connection.Password = $"wrong-{PostgresServer.Password}");

    [Fact]
    public async Task A_wrong_user() => await AssertCannotConnectAsync("name and password", connection => connection.Username = "nobody");

    [Fact]
    public async Task A_database_that_does_not_exist()
        => await AssertCannotConnectAsync("does not exist", connection => connection.Database = "nothing");

    [Fact]
    public async Task Too_many_connections()
    {
        var user = $"{Schema.Name}_user";
        await Schema.ExecuteAsync($"CREATE ROLE {user} LOGIN PASSWORD '{PostgresServer.Password}' CONNECTION LIMIT 1");
        await using var connection = await Schema.NewDataSource(As).OpenConnectionAsync(Token);
        await AssertCannotConnectAsync("Maximum Pool Size", As);

        void As(NpgsqlConnectionStringBuilder builder) => builder.Username = user;
    }

    [Fact]
    public async Task A_pool_that_others_have_emptied()
    {
        var dataSource = Schema.NewDataSource(builder =>
        {
            builder.MaxPoolSize = 1;
            builder.Timeout = 1;
        });
        await using var connection = await dataSource.OpenConnectionAsync(Token);
        var engine = new DatabaseSessionEngine(dataSource, Clock);
        var error = await AssertEngineExceptionAsync(async () => await engine.LoadAsync(NewKey(), Token));
        Assert.Contains("Maximum Pool Size", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_exceeds_the_timeout_of_a_synchronous_call()
    {
        var key = await StoreAsync(NewRecord(("a", "1")));
        await using var connection = await Schema.ConnectAsync();
        await using var transaction = await connection.BeginTransactionAsync(Token);
        await using var hold = new NpgsqlCommand("LOCK TABLE typed_sessions", connection, transaction);
        await hold.ExecuteNonQueryAsync(Token);

        var error = await AssertEngineExceptionAsync(() => Task.FromResult(Engine.Load(key, TimeSpan.FromMilliseconds(300))));

        Assert.Contains("The server was too slow", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_table()
    {
        var engine = Schema.NewEngine(Clock, new DatabaseEngineOptions { TableName = "missing" });
        await AssertEveryMethodFailsAsync(engine, Database, "EnsureCreatedAsync");
        await engine.EnsureCreatedAsync(Token);
        Assert.True(await engine.CreateAsync(NewKey(), NewRecord(), Token));
    }

    [Fact]
    public async Task Another_table()
    {
        await Schema.ExecuteAsync("CREATE TABLE another (\"key\" integer, expires text)");
        var engine = Schema.NewEngine(Clock, new DatabaseEngineOptions { TableName = "another" });
        await AssertEveryMethodFailsAsync(engine, Database, "CreateScript");
    }

    [Fact]
    public async Task A_replica_that_may_only_be_read()
    {
        var engine = Schema.NewEngine(Clock, configure: connection => connection.Options = "-c default_transaction_read_only=on");
        var key = await StoreAsync(NewRecord(("a", "1")));
        Assert.NotNull(await engine.LoadAsync(key, Token));
        await engine.EnsureCreatedAsync(Token);
        var error = await AssertEngineExceptionAsync(async () => await engine.UpdateAsync(key, NewRecord(), Change(Set("a", "2")), Token));
        Assert.Contains("could not update a session. The server is a read-only replica", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_disk()
    {
        // A trigger raises the error of a full disk.
        await Schema.ExecuteAsync($"""
            CREATE FUNCTION fill() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN RAISE 'could not extend file "base/1/2": No space left on device' USING ERRCODE = '53100'; END $$;
            CREATE TRIGGER fill BEFORE INSERT ON typed_sessions EXECUTE FUNCTION fill();
            """);
        var error = await AssertEngineExceptionAsync(() => StoreAsync(NewRecord()));
        Assert.Contains("could not store a new session. The server's disk is full", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_write_whose_connection_ended_before_its_effect_is_retried()
    {
        var record = NewRecord(("a", "1"));
        var key = await StoreAsync(record);
        var newKey = NewKey();
        await LoseConnectionAsync(
            key,
            async () => Assert.Equal(CommitOutcome.Applied, (await Engine.UpdateAsync(key, record, Change(Set("a", "2")), Token)).Outcome));
        await LoseConnectionAsync(
            key, async () => Assert.Equal("a=2", (await Engine.RotateAsync(key, newKey, record, Change(), Token)).Record!.Values.Show()));
        await LoseConnectionAsync(newKey, async () => Assert.True(await Engine.RemoveAsync(newKey, Token)));
        Assert.Equal(0, await Engine.CountAsync(Token));
    }

    [Fact]
    public async Task A_touch_whose_reply_is_lost_is_retried()
    {
        var record = NewRecord(("a", "1"));
        var key = await StoreAsync(record);
        var touch = Touch();
        await LoseConnectionAsync(
            key, async () => Assert.Equal(CommitOutcome.Applied, (await Engine.UpdateAsync(key, record, touch, Token)).Outcome));
        Assert.Equal(touch.ExpiresAt, (await Engine.LoadAsync(key, Token))!.ExpiresAt);
    }

    // Ends the connection of an operation while it waits for the session's row.
    private async Task LoseConnectionAsync(SessionKey key, Func<Task> work)
    {
        await using var connection = await Schema.ConnectAsync();
        await using var transaction = await connection.BeginTransactionAsync(Token);
        await using var hold = new NpgsqlCommand(
            $"SELECT 1 FROM typed_sessions WHERE \"key\" = '\\x{key}' FOR UPDATE", connection, transaction);
        await hold.ExecuteNonQueryAsync(Token);
        var running = work();
        await Schema.UntilBlockedAsync();
        await Schema.ExecuteAsync($"""
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '{Schema.Name}' AND wait_event_type = 'Lock'
            """);
        await transaction.RollbackAsync(Token);
        await running;
    }

    private async Task AssertCannotConnectAsync(string hint, Action<NpgsqlConnectionStringBuilder> configure)
        => await AssertEveryMethodFailsAsync(Schema.NewEngine(Clock, configure: configure), Database, hint);
}
