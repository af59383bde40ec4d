using MySqlConnector;
using TypedSessions.Engines.Database;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Engines.Database.MariaDb;

/// <summary>
/// Locked rows, deadlocks and lock timeouts. Two engines with separate pools represent two nodes.
/// </summary>
public sealed class LockTests(MariaDbServer server) : MariaDbEngineTest(server)
{
    private DatabaseSessionEngine Other { get => field ??= Database.NewEngine(Clock); set; }

    [Theory]
    [InlineData("READ COMMITTED")]
    [InlineData("REPEATABLE READ")]
    [InlineData("SERIALIZABLE")]
    public async Task Parallel_updates_on_two_nodes_lose_nothing(string isolation)
        => await AssertParallelUpdatesLoseNothingAsync(NewNode(isolation), NewNode(isolation));

    [Fact]
    public async Task Touches_of_one_millisecond_all_succeed()
    {
        var record = NewRecord();
        var key = await StoreAsync(record);
        var touches = await Task.WhenAll(Enumerable.Range(0, 20).Select(
            _ => Task.Run(async () => await Engine.UpdateAsync(key, record, Touch(), Token), Token)));
        Assert.DoesNotContain(touches, touch => touch.IsGone);
    }

    [Fact]
    public async Task A_logout_with_concurrent_updates_on_another_node_is_final() => await AssertLogoutIsFinalAsync(Other);

    [Fact]
    public async Task Only_writes_to_the_same_session_wait()
        => await AssertOnlyWritesToTheSameSessionWaitAsync(Other, async key => await HoldAsync(key), () => Database.UntilBlockedAsync());

    [Fact]
    public async Task A_wait_for_a_lock_that_takes_too_long_is_repeated()
    {
        var engine = NewNode("READ COMMITTED", "innodb_lock_wait_timeout = 2");
        var record = NewRecord(("a", "1"));
        var key = await StoreAsync(record);
        await using var hold = await HoldAsync(key);
        var update = engine.UpdateAsync(key, record, Change(Set("b", "2")), Token).AsTask();

        await Database.UntilBlockedAsync();
        var first = (await Database.FindBlockedAsync())[0].Transaction;
        while (!update.IsCompleted && (await Database.FindBlockedAsync()).All(blocked => blocked.Transaction == first))
        {
            Token.ThrowIfCancellationRequested();
        }

        await hold.RollbackAsync(Token);
        Assert.Equal(CommitOutcome.Applied, (await update).Outcome);
    }

    [Fact]
    public async Task A_wait_for_a_lock_that_never_ends_is_an_error()
    {
        var engine = NewNode("READ COMMITTED", "innodb_lock_wait_timeout = 0");
        var record = NewRecord(("a", "1"));
        var key = await StoreAsync(record);
        await using var hold = await HoldAsync(key);

        var error = await AssertEngineExceptionAsync(
            async () => await engine.UpdateAsync(key, record, Change(Set("b", "2")), Token));

        Assert.Contains("innodb_lock_wait_timeout", error.Message, StringComparison.Ordinal);
        Assert.True(error.IsTransient);
    }

    [Fact]
    public async Task A_rotation_that_is_chosen_as_the_victim_of_a_deadlock_is_repeated()
    {
        var record = NewRecord(("a", "1"));
        var key = await StoreAsync(record);
        var newKey = NewKey();

        // The other transaction has changed more rows, so the server rolls back the rotation.
        await using var connection = await Database.ConnectAsync();
        await using var transaction = await connection.BeginTransactionAsync(Token);
        await ExecuteAsync(connection, transaction, $"""
            CREATE TEMPORARY TABLE weight (i int) AS SELECT seq AS i FROM seq_1_to_2000;
            INSERT INTO typed_sessions (`key`, created, expires, version, payload) VALUES (x'{newKey}', 0, 1, 1, '');
            INSERT INTO typed_sessions (`key`, created, expires, version, payload)
                SELECT UNHEX(SHA2(i, 256)), 0, 1, 1, '' FROM weight;
            """);
        var rotation = Engine.RotateAsync(key, newKey, record, Change(), Token).AsTask();
        await Database.UntilBlockedAsync();
        await ExecuteAsync(connection, transaction, $"UPDATE typed_sessions SET owner = owner WHERE `key` = x'{key}'");
        await transaction.RollbackAsync(Token);

        Assert.Equal(CommitOutcome.Applied, (await rotation).Outcome);
        Assert.Equal("a=1", (await Engine.LoadAsync(newKey, Token))!.Values.Show());
        Assert.True((await Engine.LoadAsync(key, Token))!.IsClosed);
    }

    [Fact]
    public async Task Two_nodes_that_clean_up_at_once_remove_each_record_once_and_no_other()
    {
        await AssertEachIsRemovedOnceAsync(500, Engine, Other, Engine, Other);
        Assert.Equal(1L, await Database.ExecuteAsync("SELECT COUNT(*) FROM typed_sessions"));
    }

    [Fact]
    public async Task Cleanup_skips_a_locked_record_without_waiting()
    {
        var used = await StoreAsync(NewRecord(TimeSpan.FromSeconds(1)));
        await StoreAsync(NewRecord(TimeSpan.FromSeconds(2)));
        Clock.Advance(TimeSpan.FromSeconds(2));
        await using (await HoldAsync(used))
        {
            Assert.Equal(1, await Engine.RemoveExpiredAsync(10, Token));
        }

        Assert.Equal(1, await Engine.RemoveExpiredAsync(10, Token));
    }

    [Fact]
    public async Task No_session_waits_for_a_batch_of_a_cleanup_that_does_not_contain_it()
    {
        await StoreAsync(NewRecord(TimeSpan.FromSeconds(1)));
        await StoreAsync(NewRecord(TimeSpan.FromSeconds(2)));
        Clock.Advance(TimeSpan.FromSeconds(3));
        var record = NewRecord(("a", "1"));
        var key = await StoreAsync(record);
        await using var connection = await Database.ConnectAsync();
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.ReadCommitted, Token);
        var batch = DatabaseDialect.MySql.DeleteExpired("typed_sessions")
            .Replace("@now", $"{Clock.GetUtcNow().ToUnixTimeMilliseconds()}", StringComparison.Ordinal)
            .Replace("@batch", "2", StringComparison.Ordinal);
        Assert.Equal(2, await ExecuteAsync(connection, transaction, batch));

        // Also a row that expires between those of the batch and the first live one.
        await StoreAsync(NewRecord(TimeSpan.FromSeconds(1)));
        await StoreAsync(NewRecord(TimeSpan.FromSeconds(-1)));
        Assert.Equal(CommitOutcome.Applied, (await Engine.UpdateAsync(key, record, Touch(), Token)).Outcome);
        Assert.Equal(CommitOutcome.Applied, (await Engine.UpdateAsync(key, record, Change(Set("b", "2")), Token)).Outcome);
        Assert.True(await Engine.RemoveAsync(key, Token));
    }

    private DatabaseSessionEngine NewNode(string isolation, string variable = "autocommit = 1") => new(
        new InitializedConnections(
            Database.NewDataSource(), $"SET SESSION TRANSACTION ISOLATION LEVEL {isolation}; SET SESSION {variable}"),
        Clock);

    /// <summary>A transaction that locks a session's row until it is disposed.</summary>
    private async Task<MySqlTransaction> HoldAsync(SessionKey key)
    {
        var connection = await Database.ConnectAsync();
        var transaction = await connection.BeginTransactionAsync(Token);
        Assert.Equal(1, await ExecuteAsync(connection, transaction, $"UPDATE typed_sessions SET created = created WHERE `key` = x'{key}'"));
        return transaction;
    }

    private static async Task<int> ExecuteAsync(MySqlConnection connection, MySqlTransaction transaction, string sql)
    {
        await using var command = new MySqlCommand(sql, connection, transaction);
        return await command.ExecuteNonQueryAsync(Token);
    }
}
