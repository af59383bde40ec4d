using MySqlConnector;
using TypedSessions.Engines.Database;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Engines.Database.MariaDb;

/// <summary>Connections that end while they are idle in the pool, and during a write.</summary>
public sealed class LostConnectionTests(MariaDbServer server) : MariaDbEngineTest(server)
{
    // The header of a packet with a statement: length, number and kind.
    private const int HeaderSize = 5;

    public static TheoryData<string> Operations => EngineOperations.Names;

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Calls_work_after_the_administrator_has_ended_all_idle_connections(string operation)
        => await RunAfterAsync(operation, connections: 10, "DO 1", KillAllAsync);

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Calls_work_on_a_dead_connection_that_the_pool_did_not_check(string operation)
        => await RunAfterAsync(operation, connections: 1, "DO 1", KillAllAsync, builder => builder.ConnectionReset = false);

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Calls_work_after_the_server_has_ended_all_idle_connections(string operation)
        => await RunAfterAsync(operation, connections: 10, "SET SESSION wait_timeout = 1", UntilNoneIsLeftAsync);

    [Theory]
    [InlineData("create")]
    [InlineData("update")]
    [InlineData("update of the owner")]
    [InlineData("rotate")]
    [InlineData("remove")]
    public async Task A_stored_write_whose_reply_is_lost_throws(string operation)
    {
        await using var proxy = new TcpProxy(Database.Port);
        await using var dataSource = Database.NewDataSource(builder =>
        {
            builder.Port = (uint)proxy.Port;
            builder.MaximumPoolSize = 1;
        });
        var engine = new DatabaseSessionEngine(dataSource, Clock);
        var record = NewRecord(("a", "1"));
        var key = await StoreAsync(record);
        await engine.LoadAsync(key, Token);

        // The reply to the commit of a rotation, or to the only statement of other operations.
        var statement = operation switch { "create" => "INSERT", "remove" => "DELETE", "rotate" => "commit", _ => "UPDATE" };
        proxy.LoseReplies(statement, count: 1, HeaderSize);
        var error = await AssertEngineExceptionAsync(() => EngineOperations.RunAsync(engine, operation, key, record));

        Assert.IsType<MySqlException>(error.InnerException);
        var expected = operation switch { "create" or "rotate" => 2L, "remove" => 0L, _ => 1L };
        Assert.Equal(expected, await Database.ExecuteAsync("SELECT COUNT(*) FROM typed_sessions"));
        Assert.Equal(operation is "rotate" or "remove", await Engine.LoadAsync(key, Token) is null or { IsClosed: true });
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
        await using var proxy = new TcpProxy(Database.Port);
        await using var dataSource = Database.NewDataSource(builder => builder.Port = (uint)proxy.Port);
        var engine = new DatabaseSessionEngine(dataSource, Clock);
        var record = NewRecord(("a", "1"));
        var key = await StoreAsync(record);
        proxy.LoseReplies("UPDATE", count: 1, HeaderSize);

        Assert.Equal(CommitOutcome.Applied, (await engine.UpdateAsync(key, record, Touch(), Token)).Outcome);

        Assert.Equal(Touch().ExpiresAt, (await Engine.LoadAsync(key, Token))!.ExpiresAt);
    }

    private async Task RunAfterAsync(
        string operation,
        int connections,
        string before,
        Func<string, Task> endAsync,
        Action<MySqlConnectionStringBuilder>? configure = null)
    {
        var user = $"{Database.Name}_idle";
        await Database.ExecuteAsync($"""
            CREATE USER {user}@'127.0.0.1' IDENTIFIED BY '{MariaDbServer.Password}'; GRANT ALL ON {Database.Name}.* TO {user}@'127.0.0.1'
            """);
        await using var dataSource = Database.NewDataSource(builder =>
        {
            builder.UserID = user;
            configure?.Invoke(builder);
        });
        var engine = new DatabaseSessionEngine(dataSource, Clock);
        var record = NewRecord(("a", "1"));
        var key = await StoreAsync(record);
        var opened = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => dataSource.OpenConnectionAsync(Token).AsTask()));
        foreach (var connection in opened)
        {
            await using var command = new MySqlCommand(before, connection);
            await command.ExecuteNonQueryAsync(Token);
            await connection.DisposeAsync();
        }

        await endAsync(user);

        await EngineOperations.RunAsync(engine, operation, key, record);
    }

    private async Task KillAllAsync(string user)
    {
        await Database.ExecuteAsync($"KILL USER {user}@'127.0.0.1'");
        await UntilNoneIsLeftAsync(user);
    }

    private async Task UntilNoneIsLeftAsync(string user)
    {
        while ((long)(await Database.ExecuteAsync(
            $"SELECT COUNT(*), SLEEP(0.02) FROM information_schema.processlist WHERE user = '{user}'"))! > 0)
        {
            Token.ThrowIfCancellationRequested();
        }
    }

    // Kills the connection of an operation while it waits for the session's row.
    private async Task LoseConnectionAsync(SessionKey key, Func<Task> work)
    {
        await using var connection = await Database.ConnectAsync();
        await using var transaction = await connection.BeginTransactionAsync(Token);
        await using var hold = new MySqlCommand(
            $"SELECT 1 FROM typed_sessions WHERE `key` = x'{key}' FOR UPDATE", connection, transaction);
        await hold.ExecuteScalarAsync(Token);
        var running = work();
        await Database.UntilBlockedAsync();
        await Database.ExecuteAsync($"KILL {(await Database.FindBlockedAsync())[0].Connection}");
        await transaction.RollbackAsync(Token);
        await running;
    }
}
