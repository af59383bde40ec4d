using TypedSessions.Engines.CachedDatabase;
using TypedSessions.Storage;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Engines.CachedDatabase;

/// <summary>A node never reads its own changes stale, and those of other nodes at most within the bound.</summary>
public sealed class StaleCopyTests : CachedDatabaseTest
{
    private static readonly TimeSpan Bound = new CachedDatabaseOptions().MaxStaleness;

    [Fact]
    public async Task A_logout_is_immediately_visible_on_its_node_and_within_the_bound_on_another_one()
    {
        var (key, _) = await StoreAsync(("a", "1"));
        var other = NewNode();
        Assert.Equal("a=1", await ShowAsync(other, key));
        Clock.Advance(TimeSpan.FromSeconds(10));

        Assert.True(await Node.Engine.RemoveAsync(key, Token));
        Assert.Null(await ShowAsync(Node, key));
        Clock.Advance(Bound - TimeSpan.FromMilliseconds(10_001));
        Assert.Equal("a=1", await ShowAsync(other, key));
        Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Null(await ShowAsync(other, key));
    }

    [Fact]
    public async Task A_logout_is_immediately_visible_on_all_nodes_that_share_the_cache()
    {
        var (key, _) = await StoreAsync(("a", "1"));
        var other = NewNode(shared: Node);
        Assert.Equal("a=1", await ShowAsync(other, key));
        await Node.Engine.RemoveAsync(key, Token);
        Assert.Null(await ShowAsync(other, key));
    }

    [Fact]
    public async Task A_synchronous_load_uses_and_stores_the_same_copies()
    {
        var (key, record) = await StoreAsync(("a", "1"));
        var other = NewNode();
        Assert.Equal("a=1", ShowSynchronously(other, key));
        Assert.Equal("a=1", ShowSynchronously(other, key));
        Assert.Equal(["load"], other.Database.TakeCalls());

        await Node.Engine.UpdateAsync(key, record, Change(Set("a", "2")), Token);
        Assert.Equal("a=2", ShowSynchronously(Node, key));
        Clock.Advance(Bound - TimeSpan.FromMilliseconds(1));
        Assert.Equal("a=1", ShowSynchronously(other, key));
        Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal("a=2", ShowSynchronously(other, key));
    }

    [Fact]
    public async Task A_rotation_is_immediately_visible_on_its_node_and_within_the_bound_on_another()
    {
        var (key, record) = await StoreAsync(("a", "1"));
        var (other, newKey) = (NewNode(), NewKey());
        Assert.Equal("a=1", await ShowAsync(other, key));

        await Node.Engine.RotateAsync(key, newKey, record, Change(), Token);
        Assert.Null(await ShowAsync(Node, key));
        Assert.Equal("a=1", await ShowAsync(other, newKey));
        Clock.Advance(Bound);
        Assert.Null(await ShowAsync(other, key));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_fresh_load_of_what_another_node_ended_removes_the_stale_copy(bool rotates)
    {
        var (key, record) = await StoreAsync(("a", "1"));
        var other = NewNode();
        Assert.Equal("a=1", await ShowAsync(other, key));
        if (rotates)
        {
            await Node.Engine.RotateAsync(key, NewKey(), record, Change(), Token);
        }
        else
        {
            await Node.Engine.RemoveAsync(key, Token);
        }

        Assert.NotEqual(false, (await other.Engine.LoadFreshAsync(key, Token))?.IsClosed);
        Assert.Null(await ShowAsync(other, key));
        Assert.Null(await other.Memory.GetAsync(GetName(key), Token));
    }

    [Fact]
    public async Task A_fresh_load_of_a_live_session_leaves_its_copy()
    {
        var (key, _) = await StoreAsync(("a", "1"));
        Assert.NotNull(await Node.Engine.LoadFreshAsync(key, Token));
        Node.Database.TakeCalls();
        Assert.Equal("a=1", await ShowAsync(Node, key));
        Assert.Empty(Node.Database.TakeCalls());
    }

    [Fact]
    public async Task A_stale_copy_can_be_read_within_the_bound_but_is_never_the_base_of_a_commit()
    {
        var (key, _) = await StoreAsync(("a", "1"));
        var other = NewNode();
        var stale = (await other.Engine.LoadAsync(key, Token))!;
        await Node.Engine.RemoveAsync(key, Token);

        Assert.True((await other.Engine.UpdateAsync(key, stale, Change(Set("a", "2")), Token)).IsGone);
        Assert.Null(await ShowAsync(other, key));
    }

    [Fact]
    public async Task A_node_with_a_stale_copy_merges_with_the_database()
    {
        var (key, record) = await StoreAsync(("a", "1"));
        var other = NewNode();
        var stale = (await other.Engine.LoadAsync(key, Token))!;
        await Node.Engine.UpdateAsync(key, record, Change(Set("left", "1")), Token);
        Assert.Equal("a=1", await ShowAsync(other, key));

        var result = await other.Engine.UpdateAsync(key, stale, Change(Set("right", "2")), Token);
        Assert.Equal(CommitOutcome.Merged, result.Outcome);
        Assert.Equal("a=1 left=1 right=2", await ShowAsync(other, key));
    }

    [Fact]
    public async Task A_late_copy_does_not_restore_the_session_on_the_node_that_removed_it()
    {
        var (key, _) = await StoreAsync(("a", "1"));
        await ReadSlowlyAsync(Node, key, async () => Assert.True(await Node.Engine.RemoveAsync(key, Token)));
        Assert.Null(await Node.Memory.GetAsync(GetName(key), Token));
        Assert.Null(await ShowAsync(Node, key));
    }

    [Fact]
    public async Task A_late_copy_does_not_hide_a_newer_write_of_its_node()
    {
        var (key, record) = await StoreAsync(("a", "1"));
        await ReadSlowlyAsync(Node, key, async () => await Node.Engine.UpdateAsync(key, record, Change(Set("a", "2")), Token));
        Assert.Equal("a=2", await ShowAsync(NewNode(shared: Node), key));
        Assert.Equal("a=2", await ShowAsync(Node, key));
    }

    [Fact]
    public async Task A_late_copy_is_ignored_on_the_node_that_removed_the_session_and_elsewhere_within_the_bound()
    {
        var (key, _) = await StoreAsync(("a", "1"));
        var (other, third) = (NewNode(shared: Node), NewNode(shared: Node));
        await ReadSlowlyAsync(other, key, async () => Assert.True(await Node.Engine.RemoveAsync(key, Token)));

        Assert.Equal("a=1", await ShowAsync(third, key));
        Clock.Advance(Bound - TimeSpan.FromMilliseconds(1));
        Assert.Equal("a=1", await ShowAsync(third, key));
        Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Null(await ShowAsync(third, key));
    }

    [Fact]
    public async Task The_node_that_removed_a_session_removes_the_late_copy_of_another()
    {
        var (key, _) = await StoreAsync(("a", "1"));
        var other = NewNode(shared: Node);
        await ReadSlowlyAsync(other, key, async () => Assert.True(await Node.Engine.RemoveAsync(key, Token)));

        Assert.Null(await ShowAsync(Node, key));
        Assert.Null(await ShowAsync(other, key));
    }

    [Fact]
    public async Task The_later_of_two_writes_is_read_if_they_reach_the_cache_in_the_wrong_order()
    {
        var (key, record) = await StoreAsync();
        var release = new TaskCompletionSource();
        Node.Cache.Before = _ => release.Task;
        var first = Node.Engine.UpdateAsync(key, record, Change(Set("a", "1")), Token).AsTask();
        Node.Cache.Before = null;
        await Node.Engine.UpdateAsync(key, record, Change(Set("b", "2")), Token);
        release.SetResult();
        await first;
        Assert.Equal("a=1 b=2", await ShowAsync(NewNode(shared: Node), key));
        Assert.Equal("a=1 b=2", await ShowAsync(Node, key));
    }

    [Fact]
    public void Recent_writes_with_the_same_slot_are_both_read_from_the_database_until_their_time_ends()
    {
        var writes = new RecentWrites(Clock, TimeSpan.FromMinutes(1));
        var bytes = NewKey().ToArray();
        var first = new SessionKey(bytes);
        bytes[8] ^= 1;
        var second = new SessionKey(bytes);

        writes.Add(first, 5);
        Assert.False(writes.IsCurrent(first, 4));
        Assert.True(writes.IsCurrent(first, 5));
        Assert.True(writes.IsCurrent(second, 1));
        writes.Add(first, 3);
        Assert.False(writes.IsCurrent(first, 4));
        writes.Add(second, 1);
        Assert.False(writes.IsCurrent(first, 1000));
        Assert.False(writes.IsCurrent(second, 1000));
        Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True(writes.IsCurrent(first, 1));
        Assert.True(writes.IsCurrent(second, 1));
    }

    /// <summary>Runs a callback between reading the database and writing the copy to the cache.</summary>
    private async Task ReadSlowlyAsync(TestNode node, SessionKey key, Func<Task> afterRead)
    {
        await node.Memory.RemoveAsync(GetName(key), Token);
        var (hasRead, goesOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        node.Cache.Before = call =>
        {
            if (call != "set" || hasRead.Task.IsCompleted)
            {
                return Task.CompletedTask;
            }

            hasRead.SetResult();
            return goesOn.Task;
        };
        var reading = ShowAsync(node, key);
        await hasRead.Task;
        await afterRead();
        goesOn.SetResult();
        Assert.Equal("a=1", await reading);
    }
}
