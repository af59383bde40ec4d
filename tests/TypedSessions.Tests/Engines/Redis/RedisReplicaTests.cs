using System.Globalization;
using TypedSessions.Redis;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Engines.Redis;

/// <summary>Changes that wait until the replica of a server has them.</summary>
public sealed class RedisReplicaTests : RedisEngineTest, IAsyncLifetime
{
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

        var wait = (await _primary.ExecuteAsync("INFO", "commandstats")).Split('\n')
            .FirstOrDefault(static line => line.StartsWith("cmdstat_wait:", StringComparison.Ordinal), "cmdstat_wait:calls=0,");
        Assert.StartsWith($"cmdstat_wait:calls={expected},", wait, StringComparison.Ordinal);

        // Two creations, an update and a touch, of which the second creation is a sign-in; then an owner, a rotation and a removal.
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
    public async Task A_change_that_no_replica_confirms_fails_and_others_do_not_wait_for_it()
    {
        await using var engine = Open(WaitForReplicas.FinalChanges);
        var record = NewRecord(("a", "1"));
        var (key, other) = (await StoreAsync(engine, record), await StoreAsync(engine, record));
        Assert.True(await engine.RemoveAsync(await StoreAsync(engine, record), Token));
        _replica.Pause();
        var removal = engine.RemoveAsync(key, Token).AsTask();
        Assert.True((await engine.UpdateAsync(other, record, Change(Set("a", "2")), Token)).IsStored);
        Assert.NotNull(await engine.LoadAsync(other, Token));
        var error = await Assert.ThrowsAsync<SessionEngineException>(() => removal);
        Assert.Contains("no replica confirmed it", error.Message, StringComparison.Ordinal);
        Assert.Null(await engine.LoadAsync(key, Token));

        _replica.Continue();
        Assert.True(await RedisProcess.UntilItAnswersAsync(() => engine.RemoveAsync(other, Token)));
    }

    [Fact]
    public async Task Without_its_replica_a_server_confirms_changes_alone()
    {
        await using var engine = Open(WaitForReplicas.EveryCommit);
        await StoreAsync(engine, NewRecord(("a", "1")));
        _replica.Kill();
        await _primary.UntilAsync(static info => info.Contains("connected_slaves:0", StringComparison.Ordinal), "INFO", "replication");
        var key = await StoreAsync(engine, NewRecord(("a", "1")));
        Assert.True(await engine.RemoveAsync(key, Token));
    }

    private RedisSessionEngine Open(WaitForReplicas option)
        => Open(
            RedisProcess.Patient(_primary.Port),
            options: new RedisEngineOptions { WaitForReplicas = option, ReplicaTimeout = TimeSpan.FromMilliseconds(300) });
}
