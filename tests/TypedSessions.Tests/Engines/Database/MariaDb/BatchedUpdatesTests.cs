using MySqlConnector;
using TypedSessions.Engines.Database;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Engines.Database.MariaDb;

/// <summary>Concurrent updates. The tests block the connection of the first until the others have joined its batch.</summary>
public sealed class BatchedUpdatesTests(MariaDbServer server) : MariaDbEngineTest(server)
{
    [Theory]
    [InlineData(2, null)]
    [InlineData(17, true)]
    [InlineData(100, null)]
    public async Task Updates_that_wait_share_a_connection_and_each_is_stored(int sessions, bool? prepares)
    {
        var records = NewRecords(sessions, i => NewRecord(("i", $"{i}")) with
        {
            Owner = i % 2 == 0 ? $"user {i}" : null,
            Account = i % 2 == 0 ? new SessionAccount { SignedInAt = Clock.GetUtcNow(), LastSeenAt = Clock.GetUtcNow() } : null,
        });
        var keys = await StoreAsync(records);
        await using var node = NewNode(prepares: prepares);

        var results = await Task.WhenAll(node.Update(keys, records, i => Change(Set("new", $"{i}"))));

        Assert.All(results, static result => Assert.Equal(CommitOutcome.Applied, result.Outcome));
        Assert.InRange(node.Connections, 1, ServerDatabase.MaxConcurrentBatches + 2);
        for (var i = 0; i < sessions; i++)
        {
            var stored = (await Engine.LoadAsync(keys[i], Token))!;
            Assert.Equal(Show(results[i].Record!), Show(stored));
            Assert.Equal(($"i={i} new={i}", 2), (stored.Values.Show(), stored.Version));
            Assert.Equal((records[i].Owner, records[i].LastSeenAt), (stored.Owner, stored.LastSeenAt));
        }
    }

    [Fact]
    public async Task A_conflict_or_an_ended_session_affects_only_its_own_caller()
    {
        var records = NewRecords(6);
        var keys = await StoreAsync(records);
        await Engine.UpdateAsync(keys[2], records[2], Change(Set("other", "1")), Token);
        await Engine.RemoveAsync(keys[3], Token);
        await Engine.UpdateAsync(keys[4], records[4], Touch(), Token);
        await using var node = NewNode();

        var results = await Task.WhenAll(node.Update(keys, records, i => Change(Set("new", "1"))));

        Assert.Equal(
            [
                CommitOutcome.Applied, CommitOutcome.Applied, CommitOutcome.Merged, CommitOutcome.Gone, CommitOutcome.Applied,
                CommitOutcome.Applied,
            ],
            results.Select(static result => result.Outcome));
        Assert.Equal("i=2 new=1 other=1", (await Engine.LoadAsync(keys[2], Token))!.Values.Show());
        Assert.Null(await Engine.LoadAsync(keys[3], Token));
        Assert.Equal("i=4 new=1", (await Engine.LoadAsync(keys[4], Token))!.Values.Show());
    }

    [Fact]
    public async Task Updates_of_sessions_that_have_all_changed_are_merged()
    {
        var records = NewRecords(5);
        var keys = await StoreAsync(records);
        await Task.WhenAll(keys.Select((key, i) => Engine.UpdateAsync(key, records[i], Change(Set("other", "1")), Token).AsTask()));
        await using var node = NewNode(Database.NewDataSource(static connection => connection.ConnectionReset = false));

        var results = await Task.WhenAll(node.Update(keys, records, _ => Change(Set("new", "1"))));

        Assert.All(results, static result => Assert.Equal(CommitOutcome.Merged, result.Outcome));
        await AssertNothingIsLockedAsync();
    }

    [Fact]
    public async Task Updates_of_one_session_are_merged()
    {
        var record = NewRecord();
        var key = await StoreAsync(record);
        await using var node = NewNode();

        var results = await Task.WhenAll(node.Update(
            [.. Enumerable.Repeat(key, 10)], [.. Enumerable.Repeat(record, 10)], i => Change(Set($"n{i}", "1"))));

        Assert.DoesNotContain(results, static result => result.IsGone);
        var stored = (await Engine.LoadAsync(key, Token))!;
        Assert.Equal((10, 11), (stored.Values.Count(), stored.Version));
    }

    [Fact]
    public async Task Only_the_update_of_a_locked_session_waits()
    {
        var records = NewRecords(5);
        var keys = await StoreAsync(records);
        await using var connection = await Database.ConnectAsync();
        await using var transaction = await connection.BeginTransactionAsync(Token);
        await using var hold = new MySqlCommand(
            $"SELECT 1 FROM typed_sessions WHERE `key` = x'{keys[2]}' FOR UPDATE", connection, transaction);
        await hold.ExecuteScalarAsync(Token);
        await using var node = NewNode();

        var updating = node.Update(keys, records, _ => Change(Set("new", "1")));

        await Task.WhenAll(updating.Where((_, i) => i != 2));
        await Database.UntilBlockedAsync();
        Assert.False(updating[2].IsCompleted);
        await transaction.RollbackAsync(Token);
        Assert.Equal(CommitOutcome.Applied, (await updating[2]).Outcome);
    }

    [Fact]
    public async Task An_update_that_the_server_refuses_fails_its_own_caller_only_and_leaves_no_lock()
    {
        await Database.ExecuteAsync("ALTER TABLE typed_sessions ADD CHECK (version < 100)");
        var records = NewRecords(4, static (i, record) => record with { Version = i == 2 ? 99 : 1 });
        var keys = await StoreAsync(records);
        await using var node = NewNode(Database.NewDataSource(static connection => connection.ConnectionReset = false));

        var updating = node.Update(keys, records, _ => Change(Set("new", "1")));

        await AssertEngineExceptionAsync(() => updating[2]);
        Assert.All(
            await Task.WhenAll(updating[0], updating[1], updating[3]),
            static result => Assert.Equal(CommitOutcome.Applied, result.Outcome));
        await AssertNothingIsLockedAsync();
    }

    [Fact]
    public async Task A_session_beyond_the_maximum_packet_fails_its_own_caller_only()
    {
        const int Size = 17 * 1024 * 1024;
        var records = NewRecords(4);
        var keys = await StoreAsync(records);
        await using var node = NewNode(configure: static options => options.MaxPayloadBytes = 2 * Size);

        var updating = node.Update(keys, records, i => Change(Set("new", new string('x', i == 2 ? Size : 1))));

        var error = await AssertEngineExceptionAsync(() => updating[2]);
        Assert.Contains("max_allowed_packet", error.Message, StringComparison.Ordinal);
        await Task.WhenAll(updating[0], updating[1], updating[3]);
    }

    [Fact]
    public async Task Sessions_that_do_not_fit_into_a_packet_together_are_stored_alone()
    {
        const int Size = 6 * 1024 * 1024;
        var records = NewRecords(5);
        var keys = await StoreAsync(records);
        await using var node = NewNode();

        var results = await Task.WhenAll(
            node.Update(keys, records, i => Change(Set("new", new string((char)('a' + i), Size)))));

        Assert.All(results, static result => Assert.Equal(CommitOutcome.Applied, result.Outcome));
        Assert.Equal(5L, await Database.ExecuteAsync($"SELECT COUNT(*) FROM typed_sessions WHERE LENGTH(payload) > {Size}"));
    }

    // The log of calls is not rolled back, so the server reports the deadlock only once.
    [Fact]
    public async Task A_batch_that_is_chosen_as_the_victim_of_a_deadlock_is_repeated()
    {
        await Database.ExecuteAsync("""
            CREATE TABLE calls (i int) ENGINE=MyISAM;
            CREATE TRIGGER deadlock BEFORE UPDATE ON typed_sessions FOR EACH ROW BEGIN
                INSERT INTO calls VALUES (1);
                IF (SELECT COUNT(*) FROM calls) = 3 THEN
                    SIGNAL SQLSTATE '40001' SET MYSQL_ERRNO = 1213, MESSAGE_TEXT = 'Deadlock';
                END IF;
            END
            """);
        var records = NewRecords(5);
        var keys = await StoreAsync(records);
        await using var node = NewNode();

        var results = await Task.WhenAll(node.Update(keys, records, _ => Change(Set("new", "1"))));

        Assert.All(results, static result => Assert.Equal(CommitOutcome.Applied, result.Outcome));
        Assert.Equal(5L, await Database.ExecuteAsync("SELECT COUNT(*) FROM typed_sessions WHERE version = 2"));
    }

    [Fact]
    public async Task An_update_that_is_cancelled_while_it_waits_cancels_no_other()
    {
        var records = NewRecords(4);
        var keys = await StoreAsync(records);
        using var cancelled = new CancellationTokenSource();
        await using var node = NewNode();
        var holdUps = Update(0, Token);
        var (first, second) = (Update(1, Token), Update(2, cancelled.Token));
        var third = Update(3, Token);

        await cancelled.CancelAsync();
        node.Gate.SetResult();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        Assert.All(
            await Task.WhenAll(holdUps, first, third), static result => Assert.Equal(CommitOutcome.Applied, result.Outcome));

        Task<CommitResult> Update(int i, CancellationToken token)
            => node.Engine.UpdateAsync(keys[i], records[i], Change(Set("new", "1")), token).AsTask();
    }

    [Fact]
    public async Task Stored_updates_whose_reply_is_lost_throw()
    {
        const int HeaderSize = 5;
        await using var proxy = new TcpProxy(Database.Port);
        var records = NewRecords(5);
        var keys = await StoreAsync(records);
        await using var node = NewNode(Database.NewDataSource(connection => connection.Port = (uint)proxy.Port));

        // Without an update that is retried alone.
        proxy.LoseReplies("UPDATE `typed_sessions` SET version = version + 1", count: 2, HeaderSize);

        var updating = node.Update(keys, records, _ => Change(Set("new", "1")));

        foreach (var update in updating)
        {
            await AssertEngineExceptionAsync(() => update);
        }

        Assert.Equal(5L, await Database.ExecuteAsync("SELECT COUNT(*) FROM typed_sessions WHERE version = 2"));
    }

    [Fact]
    public async Task Batches_of_two_nodes_on_the_same_sessions_lose_nothing()
    {
        const int Rounds = 20;
        var nodes = new[] { Database.NewEngine(Clock), Database.NewEngine(Clock) };
        var records = NewRecords(20);
        var keys = await StoreAsync(records);

        // Each node updates in another order.
        await Task.WhenAll(Enumerable.Range(0, Rounds).SelectMany(round => nodes.SelectMany((node, n) =>
            (n == 0 ? Enumerable.Range(0, keys.Length) : Enumerable.Range(0, keys.Length).Reverse()).Select(i => Task.Run(
                async () => Assert.False((await node.UpdateAsync(keys[i], records[i], Change(Set($"{n}-{round}", "1")), Token)).IsGone),
                Token)))));

        foreach (var key in keys)
        {
            var stored = (await Engine.LoadAsync(key, Token))!;
            Assert.Equal((1 + (2 * Rounds), 1 + (2 * Rounds)), (stored.Values.Count(), (int)stored.Version));
        }
    }

    private SessionRecord[] NewRecords(int count, Func<int, SessionRecord>? create = null)
        => [.. Enumerable.Range(0, count).Select(create ?? (i => NewRecord(("i", $"{i}"))))];

    private SessionRecord[] NewRecords(int count, Func<int, SessionRecord, SessionRecord> change)
        => NewRecords(count, i => change(i, NewRecord(("i", $"{i}"))));

    private Task<SessionKey[]> StoreAsync(SessionRecord[] records) => Task.WhenAll(records.Select(StoreAsync));

    private GatedNode NewNode(
        MySqlDataSource? dataSource = null, bool? prepares = null, Action<DatabaseEngineOptions>? configure = null)
        => new(dataSource ?? Database.NewDataSource(), DatabaseDialect.MySql, Clock, prepares, configure);

    private async Task AssertNothingIsLockedAsync()
        => await Database.ExecuteAsync("SELECT 1 FROM typed_sessions FOR UPDATE NOWAIT");
}
