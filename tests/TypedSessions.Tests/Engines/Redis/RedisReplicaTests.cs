using System.Globalization;
using TypedSessions.Redis;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Engines.Redis;

/// <summary>Changes that wait for the confirmation of a replica.</summary>
public sealed class RedisReplicaTests : RedisEngineTest, IAsyncLifetime
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(300);

    private RedisProcess _primary = null!;
    private RedisProcess _replica = null!;

    public async ValueTask InitializeAsync()
    {
        _primary = await RedisProcess.StartAsync("repl-diskless-sync-delay 0");
        _replica = await RedisProcess.StartAsync($"replicaof 127.0.0.1 {_primary.Port.ToString(CultureInfo.InvariantCulture)}");
        await _primary.UntilAsync(static info => info.Contains("state=online", StringComparison.Ordinal), "INFO", "replication");
    }

    public async ValueTask DisposeAsync()
    {
        await _replica.DisposeAsync();
        await _primary.DisposeAsync();
    }

    [Theory]
    [InlineData(WaitForReplicas.FinalChanges, 4)]
    [InlineData(WaitForReplicas.EveryCommit, 7)]
    [InlineData(WaitForReplicas.Never, 0)]
    public async Task The_option_decides_which_changes_wait(WaitForReplicas option, int expected)
    {
        await using var engine = Open(option);
        var record = NewRecord(("a", "1"));
        await ChangeAsync();
        await _primary.ExecuteAsync("CONFIG", "RESETSTAT");
        await ChangeAsync();

        Assert.Equal(expected, await CountWaitsAsync());

        // Two creations (the second one is a sign-in), an update and a touch; then a change of the owner, a rotation and a removal.
        async Task ChangeAsync()
        {
            var key = await StoreAsync(engine, record);
            await StoreAsync(engine, record with { Owner = "ann" });
            await engine.UpdateAsync(key, record, Change(Set("a", "2")), Token);
            var loaded = (await engine.LoadAsync(key, Token))!;
            await engine.UpdateAsync(key, loaded, Change(), Token);
            var owned = await engine.UpdateAsync(
                key, loaded, new SessionChanges { HasOwner = true, Owner = "ann", ExpiresAt = record.ExpiresAt }, Token);
            var newKey = NewKeyAfter(engine, key);
            Assert.True((await engine.RotateAsync(key, newKey, owned.Record!, Change(), Token)).IsStored);
            Assert.True(await engine.RemoveAsync(newKey, Token));
        }
    }

    [Fact]
    public async Task Changes_that_arrive_during_a_wait_share_the_next_one()
    {
        await using var engine = Open(WaitForReplicas.EveryCommit);
        var record = NewRecord(("a", "1"));
        var keys = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => StoreAsync(engine, record)));
        await _primary.ExecuteAsync("CONFIG", "RESETSTAT");

        var results = await Task.WhenAll(
            keys.Select(key => engine.UpdateAsync(key, record, Change(Set("a", "2")), Token).AsTask()));

        Assert.All(results, static result => Assert.True(result.IsStored));
        Assert.InRange(await CountWaitsAsync(), 1, keys.Length / 2);
    }

    [Fact]
    public async Task Many_changes_that_no_replica_confirms_wait_for_it_together()
    {
        await using var hasty = Open(WaitForReplicas.Never);
        await using var engine = Open(WaitForReplicas.EveryCommit, Short);
        var record = NewRecord(("a", "1"));
        var keys = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => StoreAsync(hasty, record)));
        await _primary.ExecuteAsync("CONFIG", "RESETSTAT");
        _replica.Pause();

        var updates = keys.Select(key => engine.UpdateAsync(key, record, Change(Set("a", "2")), Token).AsTask()).ToArray();

        await Task.WhenAll(updates.Select(update => Assert.ThrowsAsync<SessionEngineException>(() => update)));
        Assert.InRange(await CountWaitsAsync(), 1, keys.Length / 2);
        Assert.Equal("a=2", (await engine.LoadAsync(keys[^1], Token))!.Values.Show());
    }

    [Fact]
    public async Task A_change_that_no_replica_confirms_fails_and_others_do_not_wait_for_it()
    {
        await using var engine = Open(WaitForReplicas.FinalChanges, Short);
        var record = NewRecord(("a", "1"));
        var (key, other) = (await StoreAsync(engine, record), await StoreAsync(engine, record));
        await RedisProcess.RetryUntilConnectedAsync(async () => await engine.RemoveAsync(await StoreAsync(engine, record), Token));
        _replica.Pause();
        var removal = engine.RemoveAsync(key, Token).AsTask();
        Assert.True((await engine.UpdateAsync(other, record, Change(Set("a", "2")), Token)).IsStored);
        Assert.NotNull(await engine.LoadAsync(other, Token));
        var error = await Assert.ThrowsAsync<SessionEngineException>(() => removal);
        Assert.Contains("no replica confirmed it", error.Message, StringComparison.Ordinal);
        Assert.Null(await engine.LoadAsync(key, Token));

        _replica.Continue();
        await RedisProcess.RetryUntilConnectedAsync(() => engine.RemoveAsync(other, Token));
        Assert.Null(await engine.LoadAsync(other, Token));
    }

    [Fact]
    public async Task Without_its_replica_a_server_confirms_changes_alone()
    {
        await using var engine = Open(WaitForReplicas.EveryCommit, Short);
        await StoreAsync(engine, NewRecord(("a", "1")));
        _replica.Kill();
        await _primary.UntilAsync(static info => info.Contains("connected_slaves:0", StringComparison.Ordinal), "INFO", "replication");
        var key = await StoreAsync(engine, NewRecord(("a", "1")));
        Assert.True(await engine.RemoveAsync(key, Token));
    }

    private async Task<int> CountWaitsAsync()
    {
        var wait = (await _primary.ExecuteAsync("INFO", "commandstats")).Split('\n')
            .FirstOrDefault(static line => line.StartsWith("cmdstat_wait:", StringComparison.Ordinal), "cmdstat_wait:calls=0,");
        return int.Parse(wait.Split('=', ',')[1], CultureInfo.InvariantCulture);
    }

    // A long timeout, so that a busy machine causes no failure.
    private RedisSessionEngine Open(WaitForReplicas option, TimeSpan? replicaTimeout = null)
        => Open(
            RedisProcess.GetSettings(_primary.Port),
            options: new RedisEngineOptions { WaitForReplicas = option, ReplicaTimeout = replicaTimeout ?? TimeSpan.FromMinutes(1) });
}
