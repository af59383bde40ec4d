using TypedSessions.Engines.Database;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Engines.Database.MariaDb;

/// <summary>Concurrent new sessions. The tests block the connection of the first until the others have joined its batch.</summary>
public sealed class BatchedCreatesTests(MariaDbServer server) : MariaDbEngineTest(server)
{
    [Theory]
    [InlineData(2, null)]
    [InlineData(17, true)]
    [InlineData(100, null)]
    public async Task New_sessions_that_wait_share_a_connection_and_are_stored_as_they_are(int sessions, bool? prepares)
    {
        var records = Enumerable.Range(0, sessions).Select(i => NewRecord(("i", $"{i}")) with
        {
            Expiry = i % 2 == 0 ? SessionExpiry.Idle(TimeSpan.FromHours(1 + i)) : SessionExpiry.Default,
            AbsoluteExpiration = i % 3 == 0 ? Clock.GetUtcNow().AddDays(30) : null,
        }).ToArray();
        var keys = Array.ConvertAll(records, static _ => NewKey());
        await using var node = NewNode(prepares);

        var created = await node.CreateTogetherAsync(keys, records);

        Assert.All(created, Assert.True);
        Assert.InRange(node.Connections, 1, ServerDatabase.MaxConcurrentBatches + 2);
        for (var i = 0; i < sessions; i++)
        {
            Assert.Equal(Show(records[i]), Show((await Engine.LoadAsync(keys[i], Token))!));
        }
    }

    [Fact]
    public async Task A_key_that_exists_is_refused_to_its_own_caller_only()
    {
        var taken = await StoreAsync(NewRecord(("i", "before")));
        SessionKey[] keys = [NewKey(), NewKey(), taken, NewKey()];
        await using var node = NewNode();

        var created = await node.CreateTogetherAsync([.. keys, keys[3]], [.. Enumerable.Repeat(NewRecord(("i", "after")), 5)]);

        Assert.Equal([true, true, false], created[..3]);
        Assert.NotEqual(created[3], created[4]);
        Assert.Equal("i=before", (await Engine.LoadAsync(taken, Token))!.Values.Show());
        Assert.Equal(4, await Engine.CountAsync(Token));
    }

    [Fact]
    public async Task A_record_that_the_server_refuses_fails_its_own_caller_only()
    {
        await Database.ExecuteAsync("ALTER TABLE typed_sessions ADD CHECK (version < 100)");
        await using var node = NewNode();

        var creating = node.Create(
            [NewKey(), NewKey(), NewKey(), NewKey()],
            [NewRecord(("i", "0")), NewRecord(("i", "1")), NewRecord() with { Version = 100 }, NewRecord(("i", "3"))]);
        node.Gate.SetResult();

        Assert.True(await creating[0]);
        Assert.True(await creating[1]);
        await Assert.ThrowsAsync<SessionEngineException>(() => creating[2]);
        Assert.True(await creating[3]);
    }

    [Fact]
    public async Task Records_that_do_not_fit_into_a_packet_together_are_stored_alone()
    {
        const int Size = 6 * 1024 * 1024;
        var records = Enumerable.Range(0, 5).Select(i => NewRecord(("i", new string((char)('a' + i), Size)))).ToArray();
        var keys = Array.ConvertAll(records, static _ => NewKey());
        await using var node = NewNode();

        var created = await node.CreateTogetherAsync(keys, records);

        Assert.All(created, Assert.True);
        Assert.Equal(5, await Engine.CountAsync(Token));
    }

    private GatedNode NewNode(bool? prepares = null) => new(Database.NewDataSource(), DatabaseDialect.MySql, Clock, prepares);
}
