using TypedSessions.Engines.Database;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Engines.Database.Postgres;

/// <summary>Concurrent loads. The tests block the connection of the first until the others have joined its batch.</summary>
public sealed class BatchedLoadsTests(PostgresServer server) : PostgresEngineTest(server)
{
    // More than the number of slots and than the maximum of a batch, so that there are batches on any machine.
    private const int Many = 100;

    private static readonly int Slots = ServerDatabase.MaxConcurrentBatches;

    [Theory]
    [InlineData(2)]
    [InlineData(10)]
    [InlineData(Many)]
    public async Task Each_load_returns_its_own_record(int sessions)
    {
        var keys = await StoreAsync(sessions);
        await using var node = new GatedNode(Schema.NewDataSource(), DatabaseDialect.PostgreSql, Clock);

        var records = await node.LoadTogetherAsync(keys);

        Assert.Equal(Enumerable.Range(0, keys.Length).Select(i => $"i={i}"), await ShowAsync(records));
    }

    [Fact]
    public async Task Loads_that_wait_share_a_connection()
    {
        var keys = await StoreAsync(Many);
        await using var node = new GatedNode(Schema.NewDataSource(), DatabaseDialect.PostgreSql, Clock);

        await ShowAsync(await node.LoadTogetherAsync(keys));

        // One batch of the leader and two of the others.
        Assert.InRange(node.Connections, 1, Slots + 2);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(Many - 1)]
    public async Task A_missing_session_affects_only_its_own_caller(int missing)
    {
        var keys = await StoreAsync(Many);
        await Engine.RemoveAsync(keys[missing], Token);
        await using var node = new GatedNode(Schema.NewDataSource(), DatabaseDialect.PostgreSql, Clock);

        var shown = await ShowAsync(await node.LoadTogetherAsync(keys));

        Assert.Equal(Enumerable.Range(0, keys.Length).Select(i => i == missing ? "none" : $"i={i}"), shown);
    }

    [Fact]
    public async Task Two_loads_of_one_session_share_a_batch()
    {
        var keys = await StoreAsync(2);
        await using var node = new GatedNode(Schema.NewDataSource(), DatabaseDialect.PostgreSql, Clock);

        Assert.Equal(["i=0", "i=1", "i=1", "i=0"], await ShowAsync(await node.LoadTogetherAsync([keys[0], keys[1], keys[1], keys[0]])));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(Many - 1)]
    public async Task An_unreadable_row_affects_only_its_own_caller(int broken)
    {
        var keys = await StoreAsync(Many);
        await BreakAsync(keys[broken]);
        await using var node = new GatedNode(Schema.NewDataSource(), DatabaseDialect.PostgreSql, Clock);

        var records = await node.LoadTogetherAsync(keys);

        for (var i = 0; i < keys.Length; i++)
        {
            if (i == broken)
            {
                var error = await Assert.ThrowsAsync<SessionEngineException>(() => records[i]);
                Assert.Contains("could not load a session", error.Message, StringComparison.Ordinal);
            }
            else
            {
                Assert.Equal($"i={i}", (await records[i])?.Values.Show());
            }
        }
    }

    [Fact]
    public async Task Loads_that_wait_when_the_engine_is_disposed_are_completed()
    {
        var keys = await StoreAsync(3);
        await using var node = new GatedNode(Schema.NewDataSource(), DatabaseDialect.PostgreSql, Clock);
        var records = node.Load(keys);
        var disposal = node.Engine.DisposeAsync().AsTask();
        Assert.False(disposal.IsCompleted);
        node.Gate.SetResult();
        await disposal;
        Assert.Equal(["i=0", "i=1", "i=2"], await ShowAsync(records));
    }

    private static async Task<string[]> ShowAsync(Task<SessionRecord?>[] records)
        => Array.ConvertAll(await Task.WhenAll(records), record => record?.Values.Show() ?? "none");

    private async Task<SessionKey[]> StoreAsync(int sessions)
    {
        var keys = new SessionKey[sessions];
        for (var i = 0; i < keys.Length; i++)
        {
            keys[i] = await StoreAsync(NewRecord(("i", $"{i}")));
        }

        return keys;
    }

    // An expression that fails on the server instead of a timestamp.
    private Task BreakAsync(SessionKey key) => Schema.ExecuteAsync($"""
        ALTER TABLE typed_sessions RENAME TO stored;
        CREATE VIEW typed_sessions AS
        SELECT "key", CASE WHEN "key" = '\x{key}' THEN to_timestamp(1 / (length("key") - 32)) ELSE created END AS created,
            expires, deadline, version, expiry, owner, scheme, successor, signed_in, seen, device, payload FROM stored
        """);
}
