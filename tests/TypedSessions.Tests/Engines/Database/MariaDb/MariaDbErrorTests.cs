using MySqlConnector;
using TypedSessions.Engines.Database;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Engines.Database.MariaDb;

/// <summary>Every failure throws the engine's exception, with a hint and without the password.</summary>
public sealed class MariaDbErrorTests(MariaDbServer server) : MariaDbEngineTest(server)
{
    private const string Name = "MySQL";

    private string User => $"{Database.Name}_user";

    [Fact]
    public async Task No_server() => await AssertCannotConnectAsync("Check host and port", connection => connection.Port = 1);

    [Fact]
    public async Task A_wrong_password()
        => await AssertCannotConnectAsync("name and password", connection => connection.Password = $"wrong-{MariaDbServer.Password}");

    [Fact]
    public async Task A_database_that_does_not_exist()
        => await AssertCannotConnectAsync("does not exist", connection => connection.Database = "nothing");

    [Fact]
    public async Task Too_many_connections()
    {
        await CreateUserAsync("ALL", "WITH MAX_USER_CONNECTIONS 1");
        await using var connection = await Database.NewDataSource(AsUser).OpenConnectionAsync(Token);
        await AssertCannotConnectAsync("Maximum Pool Size", AsUser);
    }

    [Fact]
    public async Task A_pool_that_others_have_emptied()
    {
        var dataSource = Database.NewDataSource(builder =>
        {
            builder.MaximumPoolSize = 1;
            builder.ConnectionTimeout = 1;
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
        await using var connection = await Database.ConnectAsync();
        await using var hold = new MySqlCommand("LOCK TABLES typed_sessions WRITE", connection);
        await hold.ExecuteNonQueryAsync(Token);

        var error = await AssertEngineExceptionAsync(() => Task.FromResult(Engine.Load(key, TimeSpan.FromMilliseconds(300))));

        Assert.Contains("The server was too slow", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_table()
    {
        var engine = Database.NewEngine(Clock, new DatabaseEngineOptions { TableName = "missing" });
        await AssertEveryMethodFailsAsync(engine, Name, "EnsureCreatedAsync");
        await engine.EnsureCreatedAsync(Token);
        Assert.True(await engine.CreateAsync(NewKey(), NewRecord(), Token));
    }

    [Fact]
    public async Task Another_table()
    {
        await Database.ExecuteAsync("CREATE TABLE another (`key` integer, expires text)");
        var engine = Database.NewEngine(Clock, new DatabaseEngineOptions { TableName = "another" });
        var error = await AssertEngineExceptionAsync(async () => await engine.EnsureCreatedAsync(Token));
        Assert.Contains("CreateScript", error.Message, StringComparison.Ordinal);
        error = await AssertEngineExceptionAsync(async () => await engine.LoadAsync(NewKey(), Token));
        Assert.Contains("CreateScript", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_without_the_right_to_create_tables_can_use_an_existing_one()
    {
        await CreateUserAsync("SELECT, INSERT, UPDATE, DELETE");
        var engine = Database.NewEngine(Clock, configure: AsUser);
        await engine.EnsureCreatedAsync(Token);
        var record = NewRecord(TimeSpan.FromMinutes(1), ("a", "1"));
        var key = NewKey();
        Assert.True(await engine.CreateAsync(key, record, Token));
        Assert.Equal(CommitOutcome.Applied, (await engine.RotateAsync(key, NewKey(), record, Change(), Token)).Outcome);
        Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, await engine.RemoveExpiredAsync(10, Token));
    }

    [Fact]
    public async Task For_a_user_who_may_not_create_tables_the_error_names_the_rights()
    {
        await CreateUserAsync("SELECT, INSERT, UPDATE, DELETE");
        var engine = Database.NewEngine(Clock, new DatabaseEngineOptions { TableName = "other" }, AsUser);
        var error = await AssertEngineExceptionAsync(async () => await engine.EnsureCreatedAsync(Token));
        Assert.Contains("could not create its table. The user needs", error.Message, StringComparison.Ordinal);
        error = await AssertEngineExceptionAsync(async () => await engine.CreateAsync(NewKey(), NewRecord(), Token));
        Assert.Contains("could not store a new session. Call EnsureCreatedAsync at start", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_who_may_only_read()
    {
        await CreateUserAsync("SELECT");
        var engine = Database.NewEngine(Clock, configure: AsUser);
        var error = await AssertEngineExceptionAsync(async () => await engine.CreateAsync(NewKey(), NewRecord(), Token));
        Assert.Contains("The user needs SELECT, INSERT", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_transaction_that_may_only_read()
    {
        var key = await StoreAsync(NewRecord(("a", "1")));
        var engine = new DatabaseSessionEngine(
            new InitializedConnections(Database.NewDataSource(), "SET SESSION TRANSACTION READ ONLY"), Clock);
        Assert.NotNull(await engine.LoadAsync(key, Token));
        await engine.EnsureCreatedAsync(Token);
        var error = await AssertEngineExceptionAsync(async () => await engine.UpdateAsync(key, NewRecord(), Change(Set("a", "2")), Token));
        Assert.Contains("could not update a session. The server is a read-only replica", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_disk()
    {
        // A trigger raises the error of a full disk.
        await Database.ExecuteAsync("""
            CREATE TRIGGER fill BEFORE INSERT ON typed_sessions FOR EACH ROW
                SIGNAL SQLSTATE 'HY000' SET MYSQL_ERRNO = 1021, MESSAGE_TEXT = 'Disk full (/tmp)';
            """);
        var error = await AssertEngineExceptionAsync(() => StoreAsync(NewRecord()));
        Assert.Contains("could not store a new session. The server's disk is full", error.Message, StringComparison.Ordinal);
    }

    private async Task CreateUserAsync(string rights, string limits = "") => await Database.ExecuteAsync($"""
        CREATE USER {User}@'127.0.0.1' IDENTIFIED BY '{MariaDbServer.Password}' {limits};
        GRANT {rights} ON {Database.Name}.* TO {User}@'127.0.0.1'
        """);

    private void AsUser(MySqlConnectionStringBuilder connection) => connection.UserID = User;

    private async Task AssertCannotConnectAsync(string hint, Action<MySqlConnectionStringBuilder> configure)
        => await AssertEveryMethodFailsAsync(Database.NewEngine(Clock, configure: configure), Name, hint);
}
