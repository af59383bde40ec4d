using TypedSessions.Engines.Database;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Engines.Database.Postgres;

/// <summary>Concurrent new sessions. The tests block the connection of the first until the others have joined its batch.</summary>
public sealed class BatchedCreatesTests(PostgresServer server) : PostgresEngineTest(server)
{
    private const int Many = 100;

    [Fact]
    public async Task New_sessions_that_wait_share_a_connection_and_are_stored_as_they_are()
    {
        var records = Enumerable.Range(0, Many).Select(i => NewRecord(("i", $"{i}")) with
        {
            Expiry = i % 2 == 0 ? SessionExpiry.Idle(TimeSpan.FromHours(1 + i)) : SessionExpiry.Default,
            AbsoluteExpiration = i % 3 == 0 ? Clock.GetUtcNow().AddDays(30) : null,
        }).ToArray();
        var keys = Array.ConvertAll(records, static _ => NewKey());
        await using var node = NewNode();

        var created = await node.CreateTogetherAsync(keys, records);

        Assert.All(created, Assert.True);
        Assert.InRange(node.Connections, 1, ServerDatabase.MaxConcurrentBatches + 2);
        for (var i = 0; i < Many; i++)
        {
            Assert.Equal(Show(records[i]), Show((await Engine.LoadAsync(keys[i], Token))!));
        }
    }

    [Fact]
    public async Task A_key_that_exists_is_refused_to_its_own_caller_only()
    {
        var taken = await StoreAsync(NewRecord(("i", "before")));
        SessionKey[] keys = [NewKey(), taken, NewKey(), NewKey()];
        await using var node = NewNode();

        var created = await node.CreateTogetherAsync([.. keys, keys[2]], [.. Enumerable.Repeat(NewRecord(("i", "after")), 5)]);

        Assert.Equal([true, false, true, true, false], created);
        Assert.Equal("i=before", (await Engine.LoadAsync(taken, Token))!.Values.Show());
    }

    [Fact]
    public async Task A_record_that_the_server_refuses_fails_its_own_caller_only()
    {
        await Schema.ExecuteAsync("ALTER TABLE typed_sessions ADD CHECK (version < 100)");
        await using var node = NewNode();

        var creating = node.Create(
            [NewKey(), NewKey(), NewKey()], [NewRecord(("i", "0")), NewRecord() with { Version = 100 }, NewRecord(("i", "2"))]);
        node.Gate.SetResult();

        Assert.True(await creating[0]);
        await Assert.ThrowsAsync<SessionEngineException>(() => creating[1]);
        Assert.True(await creating[2]);
    }

    private GatedNode NewNode() => new(Schema.NewDataSource(), DatabaseDialect.PostgreSql, Clock);
}
