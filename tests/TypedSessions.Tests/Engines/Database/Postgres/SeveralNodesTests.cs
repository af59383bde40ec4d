using Npgsql;
using TypedSessions.Engines.Database;
using TypedSessions.Engines.Database.Sql;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Engines.Database.Postgres;

/// <summary>Two engines on one database with separate pools, which represent two nodes.</summary>
public sealed class SeveralNodesTests(PostgresServer server) : PostgresEngineTest(server)
{
    private DatabaseSessionEngine Other { get => field ??= Schema.NewEngine(Clock); set; }

    [Fact]
    public async Task A_commit_is_immediately_visible_to_the_other_engine()
    {
        var record = NewRecord(("a", "1"));
        var key = await StoreAsync(record);
        Assert.Equal("a=1", (await Other.LoadAsync(key, Token))!.Values.Show());
        await Other.UpdateAsync(key, record, Change(Set("b", "2")), Token);
        var merged = await Engine.UpdateAsync(key, record, Change(Set("c", "3")), Token);
        Assert.Equal(CommitOutcome.Merged, merged.Outcome);
        Assert.Equal("a=1 b=2 c=3", (await Other.LoadAsync(key, Token))!.Values.Show());
        Assert.True(await Other.RemoveAsync(key, Token));
        Assert.True((await Engine.UpdateAsync(key, record, Change(Set("d", "4")), Token)).IsGone);
    }

    [Theory]
    [InlineData("read committed")]
    [InlineData("serializable")]
    public async Task Parallel_updates_on_two_nodes_lose_nothing(string isolation)
        => await AssertParallelUpdatesLoseNothingAsync(NewNode(isolation), NewNode(isolation));

    [Fact]
    public async Task A_logout_with_concurrent_updates_on_another_node_is_final() => await AssertLogoutIsFinalAsync(Other);

    [Fact]
    public async Task Only_writes_to_the_same_session_wait()
        => await AssertOnlyWritesToTheSameSessionWaitAsync(Other, async key => await HoldAsync(key), () => Schema.UntilBlockedAsync());

    [Fact]
    public async Task A_write_that_conflicts_with_others_is_retried()
    {
        // With this isolation level, the server refuses to update a row that has been changed since.
        var engine = NewNode("repeatable read");
        var record = NewRecord(("a", "1"));
        var key = await StoreAsync(record);
        await using var hold = await HoldAsync(key, "UPDATE typed_sessions SET owner = 'ann', version = 2");
        var update = engine.UpdateAsync(key, record, Change(Set("b", "2")), Token).AsTask();
        await Schema.UntilBlockedAsync();
        await hold.CommitAsync(Token);
        var result = await update;
        Assert.Equal(CommitOutcome.Merged, result.Outcome);
        Assert.Equal("ann", result.Record!.Owner);
        Assert.Equal("a=1 b=2", (await Engine.LoadAsync(key, Token))!.Values.Show());
    }

    [Fact]
    public async Task Two_nodes_that_clean_up_at_once_remove_each_record_once_and_no_other()
    {
        await AssertEachIsRemovedOnceAsync(1000, Engine, Other, Engine, Other);
        Assert.Equal(1L, await Schema.ExecuteAsync("SELECT COUNT(*) FROM typed_sessions"));
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
    public async Task One_node_cleans_up_at_a_time_and_other_nodes_do_not_wait()
    {
        var used = NewRecord(("a", "1"));
        var key = await StoreAsync(used);
        await StoreAsync(NewRecord(TimeSpan.FromSeconds(1)));
        Clock.Advance(TimeSpan.FromSeconds(1));
        await using var turn = await (await Schema.ConnectAsync()).BeginTransactionAsync(Token);
        await using var take = new NpgsqlCommand(
            $"SELECT pg_advisory_xact_lock({PostgreSqlDialect.CleanupLock}, 'typed_sessions'::regclass::oid::integer)", turn.Connection,
            turn);
        await take.ExecuteNonQueryAsync(Token);

        var waiting = Other.RemoveExpiredAsync(10, Token).AsTask();
        await Schema.UntilBlockedAsync();
        Assert.Equal(CommitOutcome.Applied, (await Engine.UpdateAsync(key, used, Change(Set("b", "2")), Token)).Outcome);
        Assert.False(waiting.IsCompleted);
        await turn.RollbackAsync(Token);

        Assert.Equal(1, await waiting);
    }

    private DatabaseSessionEngine NewNode(string isolation) => Schema.NewEngine(
        Clock,
        configure: connection => connection.Options =
            $"-c default_transaction_isolation={isolation.Replace(" ", "\\ ", StringComparison.Ordinal)}");

    /// <summary>A transaction that locks a session's row until it is disposed.</summary>
    private async Task<NpgsqlTransaction> HoldAsync(SessionKey key, string sql = "UPDATE typed_sessions SET owner = owner")
    {
        var connection = await Schema.ConnectAsync();
        var transaction = await connection.BeginTransactionAsync(Token);
        await using var command = new NpgsqlCommand($"{sql} WHERE \"key\" = '\\x{key}'", connection, transaction);
        Assert.Equal(1, await command.ExecuteNonQueryAsync(Token));
        return transaction;
    }
}
