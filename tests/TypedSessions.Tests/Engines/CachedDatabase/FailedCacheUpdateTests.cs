using TypedSessions.Engines.CachedDatabase;
using TypedSessions.Storage;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Engines.CachedDatabase;

/// <summary>Cached copies that a node failed to update or remove are not used by other nodes.</summary>
public sealed class FailedCacheUpdateTests : CachedDatabaseTest
{
    private static readonly TimeSpan Bound = new CachedDatabaseOptions().MaxStaleness;

    private static readonly TimeSpan Timeout = new CachedDatabaseOptions().CacheTimeout;

    [Fact]
    public async Task After_one_slow_call_a_write_reaches_the_shared_cache_at_once()
    {
        var (key, record) = await StoreAsync(("a", "1"));
        var other = NewNode(shared: Node);
        await HaveOneSlowCallAsync();

        await Node.Engine.UpdateAsync(key, record, Change(Set("a", "2")), Token);

        Assert.Equal("a=2", await ShowAsync(other, key));
    }

    [Fact]
    public async Task After_one_slow_call_a_removal_reaches_the_shared_cache_at_once()
    {
        var (key, _) = await StoreAsync(("a", "1"));
        var other = NewNode(shared: Node);
        await HaveOneSlowCallAsync();

        await Node.Engine.RemoveAsync(key, Token);

        Assert.Null(await ShowAsync(other, key));
    }

    [Fact]
    public async Task After_one_slow_call_a_rotation_reaches_the_shared_cache_at_once()
    {
        var (key, record) = await StoreAsync(("a", "1"));
        var other = NewNode(shared: Node);
        await HaveOneSlowCallAsync();

        await Node.Engine.RotateAsync(key, NewKey(), record, Change(), Token);

        Assert.Null(await ShowAsync(other, key));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_commit_for_which_the_database_returns_Gone_removes_the_copy_even_after_a_slow_call(bool rotates)
    {
        var (key, record) = await StoreAsync(("a", "1"));
        var other = NewNode(shared: Node);
        await NewNode().Engine.RemoveAsync(key, Token);
        Assert.Equal("a=1", await ShowAsync(other, key));
        await HaveOneSlowCallAsync();

        var result = rotates
            ? await Node.Engine.RotateAsync(key, NewKey(), record, Change(), Token)
            : await Node.Engine.UpdateAsync(key, record, Change(Set("a", "2")), Token);

        Assert.True(result.IsGone);
        Assert.Null(await ShowAsync(other, key));
        Assert.Null(await ShowAsync(Node, key));
    }

    [Fact]
    public async Task A_write_during_a_cache_failure_reaches_the_cache_when_it_recovers()
    {
        var (key, record) = await StoreAsync(("a", "1"));
        var other = NewNode(shared: Node);
        Node.Cache.Before = _ => Task.FromException(new TimeoutException("No cache."));
        await Node.Engine.UpdateAsync(key, record, Change(Set("a", "2")), Token);
        Clock.Advance(CopyRemovals.RetryInterval);
        Assert.Equal("a=1", await ShowAsync(other, key));

        Node.Cache.Before = null;
        Clock.Advance(CopyRemovals.RetryInterval);

        Assert.Equal("a=2", await ShowAsync(other, key));
        Assert.Equal((1, 1), (Log.GetCount("CacheFailing"), Log.GetCount("CacheRecovered")));
    }

    [Fact]
    public async Task A_write_does_not_wait_for_a_skipped_cache()
    {
        var (key, record) = await StoreAsync(("a", "1"));
        await HaveOneSlowCallAsync();
        Node.Cache.Before = _ => new TaskCompletionSource().Task;

        var update = Node.Engine.UpdateAsync(key, record, Change(Set("a", "2")), Token);

        Assert.True(update.IsCompleted);
        Assert.Equal(CommitOutcome.Applied, (await update).Outcome);
    }

    [Fact]
    public async Task A_copy_that_cannot_be_removed_is_used_no_longer_than_the_bound()
    {
        var (key, record) = await StoreAsync(("a", "1"));
        var other = NewNode(shared: Node);
        Node.Cache.Before = _ => Task.FromException(new TimeoutException("No cache."));
        await Node.Engine.UpdateAsync(key, record, Change(Set("a", "2")), Token);

        Clock.Advance(Bound - TimeSpan.FromMilliseconds(1));
        Assert.Equal("a=1", await ShowAsync(other, key));
        Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal("a=2", await ShowAsync(other, key));
    }

    [Fact]
    public async Task A_copy_that_is_cached_too_late_is_removed_again()
    {
        var (key, record) = await StoreAsync(("a", "1"));
        var (other, third) = (NewNode(shared: Node), NewNode(shared: Node));
        var release = new TaskCompletionSource();
        Node.Cache.Before = call => call == "set" ? release.Task : Task.CompletedTask;
        var update = Node.Engine.UpdateAsync(key, record, Change(Set("a", "2")), Token).AsTask();
        Clock.Advance(Timeout + TimeSpan.FromMilliseconds(1));
        var written = (await update).Record!;
        await other.Engine.UpdateAsync(key, written, Change(Set("a", "3")), Token);

        release.SetResult();

        Assert.Equal("a=3", await ShowAsync(third, key));
    }

    [Fact]
    public async Task A_copy_that_a_synchronous_call_caches_too_late_is_removed_again()
    {
        var (key, record) = await StoreAsync(("a", "1"));
        var (other, third) = (NewNode(shared: Node), NewNode(shared: Node));
        Node.Cache.Before = call =>
        {
            if (call == "set")
            {
                Clock.Advance(Timeout + TimeSpan.FromMilliseconds(1));
                Assert.True(other.Engine.UpdateAsync(key, record, Change(Set("a", "3")), Token).IsCompletedSuccessfully);
            }

            return Task.CompletedTask;
        };

        await Node.Engine.UpdateAsync(key, record, Change(Set("a", "2")), Token);

        Assert.Equal("a=3", await ShowAsync(third, key));
    }

    [Fact]
    public void Removals_are_retried_until_the_copies_have_expired()
    {
        var attempts = 0;
        using var removals = new CopyRemovals(_ => ValueTask.FromResult(++attempts < 0), Clock, Bound);
        removals.Add(NewKey());
        Assert.Equal(1, attempts);
        Clock.Advance(CopyRemovals.RetryInterval);
        Assert.Equal(2, attempts);

        Clock.Advance(Bound);

        Assert.Equal((2, 0), (attempts, Clock.WaitingTimers));
    }

    [Fact]
    public void Removals_of_one_copy_are_one_and_their_number_is_limited()
    {
        var isAnswered = false;
        var removed = new HashSet<SessionKey>();
        using var removals = new CopyRemovals(key => ValueTask.FromResult(isAnswered && removed.Add(key)), Clock, Bound);
        for (var i = 0; i < CopyRemovals.MaxCount + 10; i++)
        {
            var key = NewKey();
            removals.Add(key);
            removals.Add(key);
        }

        isAnswered = true;
        Clock.Advance(CopyRemovals.RetryInterval);

        Assert.Equal(CopyRemovals.MaxCount, removed.Count);
        Assert.Equal(0, Clock.WaitingTimers);
    }

    [Fact]
    public void Removals_end_with_the_engine()
    {
        var attempts = 0;
        var removals = new CopyRemovals(_ => ValueTask.FromResult(++attempts < 0), Clock, Bound);
        removals.Add(NewKey());
        removals.Dispose();
        Clock.Advance(CopyRemovals.RetryInterval);
        removals.Add(NewKey());
        Assert.Equal((1, 0), (attempts, Clock.WaitingTimers));
    }

    // Longer than the opening of a connection with the first call.
    private async Task HaveOneSlowCallAsync()
    {
        var release = new TaskCompletionSource();
        Node.Cache.Before = _ => release.Task;
        var load = Node.Engine.LoadAsync(NewKey(), Token).AsTask();
        Clock.Advance(Timeout);
        Assert.Null(await load);
        Node.Cache.Before = null;
        release.SetResult();
        Assert.Equal(1, Log.GetCount("CacheFailing"));
    }
}
