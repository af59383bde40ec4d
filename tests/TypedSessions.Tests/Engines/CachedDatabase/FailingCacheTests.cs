using TypedSessions.Engines.CachedDatabase;
using TypedSessions.Storage;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Engines.CachedDatabase;

/// <summary>A failing cache does not change results.</summary>
public sealed class FailingCacheTests : CachedDatabaseTest
{
    private static readonly TimeSpan Timeout = new CachedDatabaseOptions().CacheTimeout;

    [Theory]
    [InlineData("get")]
    [InlineData("set")]
    [InlineData("remove")]
    [InlineData("all")]
    public async Task If_the_cache_throws_the_database_answers(string broken)
    {
        Node.Cache.Before = call => Fails(broken, call) ? Task.FromException(new TimeoutException("No cache.")) : Task.CompletedTask;
        await UseAsync(work => work());
        Assert.NotEqual(0, Log.GetCount("CacheFailing"));
    }

    [Theory]
    [InlineData("get")]
    [InlineData("set")]
    [InlineData("remove")]
    [InlineData("all")]
    public async Task If_the_cache_hangs_the_database_answers_after_the_timeout(string broken)
    {
        var never = new TaskCompletionSource();
        Node.Cache.Before = call => Fails(broken, call) ? never.Task : Task.CompletedTask;
        await UseAsync(async work =>
        {
            var pending = work();
            while (!pending.IsCompleted && Clock.WaitingTimers > 0)
            {
                Clock.Advance(Timeout);
                await Task.Yield();
            }

            await pending;
        });
        Assert.NotEqual(0, Log.GetCount("CacheFailing"));
    }

    [Fact]
    public async Task If_the_cache_throws_a_synchronous_load_uses_the_database()
    {
        var (key, _) = await StoreAsync(("a", "1"));
        Node.Cache.Before = _ => Task.FromException(new TimeoutException("No cache."));

        Assert.Equal("a=1", ShowSynchronously(Node, key));

        Assert.Equal(["load"], Node.Database.TakeCalls());
        Assert.Equal(1, Log.GetCount("CacheFailing"));
    }

    [Fact]
    public async Task A_synchronous_load_does_not_wait_for_a_blocked_cache_to_store_its_copy()
    {
        var (key, _) = await StoreAsync(("a", "1"));
        var node = NewNode();
        node.Cache.Before = call => call == "get here" ? Task.CompletedTask : new TaskCompletionSource().Task;
        Assert.Equal("a=1", ShowSynchronously(node, key));
        Assert.Equal(["load"], node.Database.TakeCalls());
    }

    [Fact]
    public async Task The_cache_is_skipped_after_a_synchronous_timeout()
    {
        var (key, _) = await StoreAsync(("a", "1"));
        Node.Cache.Before = _ =>
        {
            Clock.Advance(Timeout * 2);
            return Task.CompletedTask;
        };
        Assert.Equal("a=1", ShowSynchronously(Node, key));
        var calls = Node.Cache.Calls.Count();
        Assert.Equal("a=1", ShowSynchronously(Node, key));
        Assert.Equal("a=1", await ShowAsync(Node, key));
        Assert.Equal((calls, 1), (Node.Cache.Calls.Count(), Log.GetCount("CacheFailing")));
    }

    [Fact]
    public async Task A_cache_without_synchronous_calls_is_waited_for()
    {
        var (key, _) = await StoreAsync(("a", "1"));
        Node.Cache.Before = call => call == "get here" ? Task.FromException(new NotSupportedException()) : Task.CompletedTask;
        Assert.Equal("a=1", ShowSynchronously(Node, key));
        Assert.Empty(Node.Database.TakeCalls());
        Assert.Equal(0, Log.GetCount("CacheFailing"));
    }

    [Fact]
    public async Task A_failing_cache_is_skipped_then_probed_once_and_used_again()
    {
        var (key, record) = await StoreAsync(("a", "1"));
        Node.Cache.Before = _ => Task.FromException(new TimeoutException("No cache."));
        await ShowAsync(Node, key);
        var calls = Node.Cache.Calls.Count();
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal("a=1", await ShowAsync(Node, key));
        }

        Assert.Equal(calls, Node.Cache.Calls.Count());
        Clock.Advance(CacheCircuitBreaker.BreakDuration);
        await ShowAsync(Node, key);
        await ShowAsync(Node, key);
        Assert.Equal(calls + 1, Node.Cache.Calls.Count());
        Assert.Equal((1, 0), (Log.GetCount("CacheFailing"), Log.GetCount("CacheRecovered")));

        Node.Cache.Before = null;
        Clock.Advance(CacheCircuitBreaker.BreakDuration);
        await ShowAsync(Node, key);
        Assert.Equal((1, 1), (Log.GetCount("CacheFailing"), Log.GetCount("CacheRecovered")));
        Node.Database.TakeCalls();
        Assert.Equal("a=1", await ShowAsync(Node, key));
        Assert.Empty(Node.Database.TakeCalls());
        Assert.Equal(1, record.Version);
    }

    [Fact]
    public async Task A_logout_during_a_cache_failure_is_final_on_its_node_while_the_old_copy_exists()
    {
        var (key, _) = await StoreAsync(("a", "1"));
        Node.Cache.Before = _ => Task.FromException(new TimeoutException("No cache."));
        Assert.True(await Node.Engine.RemoveAsync(key, Token));
        Node.Cache.Before = call => call == "remove" ? Task.FromException(new TimeoutException("No cache.")) : Task.CompletedTask;
        Clock.Advance(CacheCircuitBreaker.BreakDuration);

        Assert.NotNull(await Node.Memory.GetAsync(GetName(key), Token));
        Assert.Null(await ShowAsync(Node, key));
    }

    [Fact]
    public async Task A_copy_that_is_written_after_its_expiry_does_not_restore_the_session()
    {
        var (key, record) = await StoreAsync(("a", "1"));
        var hanging = new TaskCompletionSource();
        Node.Cache.Before = _ => hanging.Task;
        var update = Node.Engine.UpdateAsync(key, record, Change(Set("a", "2")), Token).AsTask();
        Clock.Advance(Timeout);
        Assert.Equal(CommitOutcome.Applied, (await update).Outcome);
        Node.Cache.Before = null;
        Clock.Advance(CacheCircuitBreaker.BreakDuration);
        Assert.True(await Node.Engine.RemoveAsync(key, Token));

        hanging.SetResult();
        Assert.Null(await ShowAsync(Node, key));
        Clock.Advance(CopyRemovals.RetryInterval);
        Assert.Null(await ShowAsync(NewNode(shared: Node), key));
    }

    [Fact]
    public async Task A_request_that_ends_while_the_cache_hangs_is_cancelled_and_logs_no_failure()
    {
        var never = new TaskCompletionSource();
        Node.Cache.Before = _ => never.Task;
        using var request = new CancellationTokenSource();
        var load = Node.Engine.LoadAsync(NewKey(), request.Token).AsTask();
        await request.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => load);
        Assert.Equal(0, Log.GetCount("CacheFailing"));
    }

    private static bool Fails(string broken, string call) => broken == "all" || broken == call;

    // Each operation, after the cache has recovered.
    private async Task UseAsync(Func<Func<Task>, Task> run)
    {
        var (key, newKey, record) = (NewKey(), NewKey(), NewRecord(("a", "1")));
        await RunAsync(async () => Assert.True(await Node.Engine.CreateAsync(key, record, Token)));
        await RunAsync(async () => Assert.False(await Node.Engine.CreateAsync(key, record, Token)));
        await RunAsync(async () => Assert.Equal("a=1", await ShowAsync(Node, key)));
        await RunAsync(async () => Assert.Equal(
            CommitOutcome.Applied, (await Node.Engine.UpdateAsync(key, record, Change(Set("b", "2")), Token)).Outcome));
        await RunAsync(async () => Assert.Equal("a=1 b=2", await ShowAsync(Node, key)));
        await RunAsync(async () => Assert.Equal(
            CommitOutcome.Merged, (await Node.Engine.RotateAsync(key, newKey, record, Change(), Token)).Outcome));
        await RunAsync(async () => Assert.True((await Node.Engine.LoadAsync(key, Token))!.IsClosed));
        await RunAsync(async () => Assert.Equal("a=1 b=2", await ShowAsync(Node, newKey)));
        await RunAsync(async () => Assert.True(await Node.Engine.RemoveAsync(newKey, Token)));
        await RunAsync(async () => Assert.Null(await ShowAsync(Node, newKey)));
        await RunAsync(async () => Assert.True((await Node.Engine.UpdateAsync(newKey, record, Change(Set("c", "3")), Token)).IsGone));
        Assert.Equal(0, await Node.Engine.CountAsync(Token));

        async Task RunAsync(Func<Task> work)
        {
            Clock.Advance(CacheCircuitBreaker.BreakDuration);
            await run(work);
        }
    }
}
