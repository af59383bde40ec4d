using TypedSessions.Engines.Database;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Engines.Database.MariaDb;

/// <summary>Concurrent loads. The tests block the connection of the first until the others have joined its batch.</summary>
public sealed class BatchedLoadsTests(MariaDbServer server) : MariaDbEngineTest(server)
{
    [Theory]
    [InlineData(2, null)]
    [InlineData(4, null)]
    [InlineData(5, true)]
    [InlineData(17, null)]
    [InlineData(64, true)]
    [InlineData(100, null)]
    public async Task Each_load_returns_its_own_record_on_few_connections(int sessions, bool? prepares)
    {
        var keys = await StoreAsync(sessions);
        await using var node = new GatedNode(Database.NewDataSource(), DatabaseDialect.MySql, Clock, prepares);

        var records = await Task.WhenAll(await node.LoadTogetherAsync(keys));

        Assert.Equal(Enumerable.Range(0, sessions).Select(i => $"i={i}"), records.Select(record => record!.Values.Show()));

        // One batch of the leader and two of the others.
        Assert.InRange(node.Connections, 1, ServerDatabase.MaxConcurrentBatches + 2);
    }

    [Fact]
    public async Task A_missing_session_affects_only_its_own_caller()
    {
        var keys = await StoreAsync(10);
        await Engine.RemoveAsync(keys[7], Token);
        await using var node = new GatedNode(Database.NewDataSource(), DatabaseDialect.MySql, Clock);

        var records = await Task.WhenAll(await node.LoadTogetherAsync([.. keys, keys[0]]));

        Assert.Equal(
            [.. Enumerable.Range(0, 10).Select(i => i == 7 ? "none" : $"i={i}"), "i=0"],
            records.Select(record => record?.Values.Show() ?? "none"));
    }

    private async Task<SessionKey[]> StoreAsync(int sessions)
    {
        var keys = new SessionKey[sessions];
        for (var i = 0; i < keys.Length; i++)
        {
            keys[i] = await StoreAsync(NewRecord(("i", $"{i}")));
        }

        return keys;
    }
}
