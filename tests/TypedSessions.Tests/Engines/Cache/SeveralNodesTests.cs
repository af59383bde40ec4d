using TypedSessions.Engines.Cache;
using TypedSessions.Storage;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Engines.Cache;

/// <summary>Two nodes on one cache, which has no conditional write.</summary>
public sealed class SeveralNodesTests : CacheEngineTest
{
    [Fact]
    public async Task A_removal_that_stopped_half_way_is_finished_by_the_rotation_that_finds_it()
    {
        var record = NewRecord(("a", "1"));
        var key = await StoreAsync(record);
        Cache.Before = operation => operation == "remove" ? throw new IOException("The cache is away.") : Task.CompletedTask;
        await Assert.ThrowsAsync<SessionEngineException>(async () => await Engine.RemoveAsync(key, Token));
        Cache.Before = null;

        Assert.True((await Engine.RotateAsync(key, NewKey(), record, Change(), Token)).IsGone);

        Assert.Null(await Engine.LoadAsync(key, Token));
    }

    [Fact]
    public async Task A_removal_on_one_node_is_immediately_visible_on_the_others()
    {
        var record = NewRecord();
        var key = await StoreAsync(record);
        var other = NewNode();
        Assert.NotNull(await other.LoadAsync(key, Token));
        Assert.True(await Engine.RemoveAsync(key, Token));
        Assert.Null(await other.LoadAsync(key, Token));
        Assert.True((await other.UpdateAsync(key, record, Change(Set("a", "1")), Token)).IsGone);
        Assert.True((await other.RotateAsync(key, NewKey(), record, Change(), Token)).IsGone);
    }

    [Fact]
    public async Task An_update_that_has_read_before_a_removal_on_another_node_reverts_its_write()
    {
        var record = NewRecord();
        var key = await StoreAsync(record);
        var result = await OvertakeAsync(
            () => Engine.UpdateAsync(key, record, Change(Set("a", "1")), Token),
            async other => Assert.True(await other.RemoveAsync(key, Token)));

        Assert.True(result.IsGone);
        Assert.Null(await Engine.LoadAsync(key, Token));
        Assert.Null(await NewNode().LoadAsync(key, Token));
    }

    [Fact]
    public async Task An_update_that_has_read_before_another_node_rotated_does_not_keep_the_old_key_alive()
    {
        var record = NewRecord();
        var (key, newKey) = (await StoreAsync(record), NewKey());
        var result = await OvertakeAsync(
            () => Engine.UpdateAsync(key, record, Change(Set("a", "1")), Token),
            async other => Assert.False((await other.RotateAsync(key, newKey, record, Change(), Token)).IsGone));

        Assert.True(result.IsGone);
        Assert.Null(await Engine.LoadAsync(key, Token));
        Assert.NotNull(await Engine.LoadAsync(newKey, Token));
    }

    [Fact]
    public async Task A_rotation_that_has_read_before_a_removal_on_another_node_creates_nothing()
    {
        var record = NewRecord();
        var (key, newKey) = (await StoreAsync(record), NewKey());
        var result = await OvertakeAsync(
            () => Engine.RotateAsync(key, newKey, record, Change(), Token),
            async other => Assert.True(await other.RemoveAsync(key, Token)));

        Assert.True(result.IsGone);
        Assert.Null(await Engine.LoadAsync(key, Token));
        Assert.Null(await Engine.LoadAsync(newKey, Token));
    }

    [Fact]
    public async Task A_tombstone_is_removed()
    {
        var key = await StoreAsync(NewRecord());
        await Engine.RemoveAsync(key, Token);
        var tombstone = Cache.Calls.Last(call => call.Operation == "set").Name;
        Assert.NotNull(await Cache.GetAsync(tombstone, Token));
        Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Null(await Cache.GetAsync(tombstone, Token));
    }

    [Fact]
    public void A_cache_in_memory_declares_conditional_updates_and_no_sharing()
        => Assert.Equal(
            SessionGuarantees.ConditionalUpdate | SessionGuarantees.Revocation | SessionGuarantees.FreshLoads,
            new CacheSessionEngine(ProbedCache.InMemory(Clock), Clock).Guarantees);

    [Fact]
    public void Any_other_cache_declares_sharing_and_no_conditional_updates()
        => Assert.Equal(SessionGuarantees.Shared | SessionGuarantees.Revocation | SessionGuarantees.FreshLoads, Engine.Guarantees);

    /// <summary>Runs a call of another node between the read and the first write of an update.</summary>
    private async Task<CommitResult> OvertakeAsync(Func<ValueTask<CommitResult>> slow, Func<CacheSessionEngine, Task> overtake)
    {
        var isOvertaken = false;
        Cache.Before = async call =>
        {
            if (call != "get" && !isOvertaken)
            {
                isOvertaken = true;
                await overtake(NewNode());
            }
        };
        var result = await slow();
        Assert.True(isOvertaken);
        return result;
    }
}
