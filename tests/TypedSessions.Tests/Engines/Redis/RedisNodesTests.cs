using TypedSessions.Redis;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Engines.Redis;

/// <summary>Two engines on one server, which represent two nodes.</summary>
public sealed class RedisNodesTests(RedisServer server) : RedisEngineTest, IAsyncLifetime
{
    private readonly string _prefix = RedisServer.NewPrefix();
    private RedisSessionEngine _first = null!;
    private RedisSessionEngine _second = null!;

    public async ValueTask InitializeAsync()
        => (_first, _second) = (await server.OpenEngineAsync(Clock, _prefix), await server.OpenEngineAsync(Clock, _prefix));

    public async ValueTask DisposeAsync()
    {
        await _first.DisposeAsync();
        await _second.DisposeAsync();
    }

    [Fact]
    public async Task A_commit_is_immediately_visible_on_the_other_node()
    {
        var record = NewRecord(("a", "1"));
        var key = await StoreAsync(_first, record);
        await _second.UpdateAsync(key, record, Change(Set("b", "2")), Token);
        var merged = await _first.UpdateAsync(key, record, Change(Set("c", "3")), Token);
        Assert.Equal(CommitOutcome.Merged, merged.Outcome);
        Assert.Equal("a=1 b=2 c=3", (await _second.LoadAsync(key, Token))!.Values.Show());
        Assert.True(await _second.RemoveAsync(key, Token));
        Assert.True((await _first.UpdateAsync(key, record, Change(Set("d", "4")), Token)).IsGone);
    }

    [Fact]
    public async Task Five_hundred_parallel_pairs_of_updates_on_two_nodes_lose_nothing()
    {
        await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => Task.Run(async () =>
        {
            var record = NewRecord();
            var key = await StoreAsync(_first, record);
            await Task.WhenAll(
                Task.Run(async () => await _first.UpdateAsync(key, record, Change(Set("left", "1")), Token), Token),
                Task.Run(async () => await _second.UpdateAsync(key, record, Change(Set("right", "1")), Token), Token));
            Assert.Equal("left=1 right=1", (await _first.LoadAsync(key, Token))!.Values.Show());
        })));
    }

    [Fact]
    public async Task Many_updates_of_one_session_on_two_nodes_lose_nothing()
    {
        var record = NewRecord();
        var key = await StoreAsync(_first, record);
        var names = Enumerable.Range(0, 200).Select(i => $"n{i:000}").ToArray();
        await Task.WhenAll(names.Select((name, i) => Task.Run(
            async () => await (i % 2 == 0 ? _first : _second).UpdateAsync(key, record, Change(Set(name, "1")), Token), Token)));
        var stored = (await _first.LoadAsync(key, Token))!;
        Assert.Equal(names, stored.Values.Select(pair => pair.Key));
        Assert.Equal(201, stored.Version);
    }

    [Fact]
    public async Task Five_hundred_updates_during_a_logout_on_another_node_do_not_restore_the_session()
    {
        await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => Task.Run(async () =>
        {
            var record = NewRecord(("a", "1"));
            var key = await StoreAsync(_first, record);
            var update = Task.Run(async () => await _first.UpdateAsync(key, record, Change(Set("a", "2")), Token), Token);
            Assert.True(await _second.RemoveAsync(key, Token));
            await update;
            Assert.Null(await _first.LoadAsync(key, Token));
        })));
        Assert.Equal(0, await _first.CountAsync(Token));
    }

    [Fact]
    public async Task One_of_two_rotations_on_two_nodes_wins()
    {
        for (var round = 0; round < 50; round++)
        {
            var record = NewRecord(("a", "1"));
            var key = await StoreAsync(_first, record);
            var results = await Task.WhenAll(
                Task.Run(async () => await _first.RotateAsync(key, NewKeyAfter(_first, key), record, Change(), Token), Token),
                Task.Run(async () => await _second.RotateAsync(key, NewKeyAfter(_first, key), record, Change(), Token), Token));
            Assert.Equal([CommitOutcome.Applied, CommitOutcome.Closed], results.Select(result => result.Outcome).Order());
        }
    }

    [Fact]
    public async Task Nothing_is_left_of_sessions_that_were_removed_or_have_expired()
    {
        var connection = await server.ConnectAsync();
        var record = NewRecord(("a", "1")) with { Owner = "ann" };
        var key = await StoreAsync(_first, record);
        var newKey = NewKeyAfter(_first, key);
        Assert.True((await _first.RotateAsync(key, newKey, record, Change(), Token)).IsStored);
        Assert.True(await _first.RemoveAsync(newKey, Token));
        await StoreAsync(_first, record with { ExpiresAt = Clock.GetUtcNow() + TimeSpan.FromSeconds(1) });
        Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, await _first.RemoveExpiredAsync(10, Token));

        // The closed copy and the index of the expired session's owner expire on the server.
        var keys = connection.GetServers().Single().Keys(pattern: _prefix + "*").ToArray();
        Assert.All(keys, left => Assert.NotNull(connection.GetDatabase().KeyTimeToLive(left)));
        Assert.Equal(2, keys.Length);
    }

    [Fact]
    public async Task No_owner_is_readable_in_the_name_of_a_key()
    {
        var connection = await server.ConnectAsync();
        await StoreAsync(_first, NewRecord(("a", "1")) with { Owner = "ann" });
        var names = connection.GetServers().Single().Keys(pattern: _prefix + "*").Select(static name => name.ToString()).ToArray();
        Assert.Equal(3, names.Length);
        Assert.DoesNotContain(names, name => name.Contains("ann", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_list_is_in_the_order_of_expiry_over_many_pages_and_times_that_are_equal()
    {
        var start = NewRecord(("a", "1"));
        var records = Enumerable.Range(0, 400).Select(
            i => start with { ExpiresAt = start.ExpiresAt.AddMilliseconds(i / 100), Owner = "ann" });
        await Task.WhenAll(records.Select(record => Task.Run(() => StoreAsync(_first, record), Token)));
        var listed = await _first.ListAsync(Token).ToListAsync(Token);
        Assert.Equal(400, listed.Select(entry => entry.Key).Distinct().Count());
        Assert.Equal(400, listed.Count);
        Assert.Equal(listed.Select(entry => entry.Record.ExpiresAt).Order(), listed.Select(entry => entry.Record.ExpiresAt));
        Assert.Equal(400, await _first.FindByOwnerAsync("ann", Token).CountAsync(Token));
    }
}
