using TypedSessions.Storage;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Storage;

public sealed class KeyedAsyncLockTests
{
    private readonly KeyedAsyncLock _lock = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Callers_that_lock_two_keys_in_different_order_do_not_deadlock()
    {
        var keys = Enumerable.Range(0, 50).Select(_ => NewKey()).ToArray();
        await Task.WhenAll(keys.SelectMany(first => keys.Select(second => Task.Run(
            async () =>
            {
                using var releaser = await _lock.AcquireAsync([first, second], Token);
                await Task.Yield();
            },
            Token))));

        Assert.Equal(0, _lock.Count);
    }

    [Fact]
    public async Task A_key_is_locked_for_one_caller_at_a_time()
    {
        var (first, second, other) = (NewKey(), NewKey(), NewKey());
        var releaser = await _lock.AcquireAsync([first, second], Token);
        var waiting = _lock.AcquireAsync([second], Token);
        Assert.False(waiting.IsCompleted);
        Assert.True(_lock.AcquireAsync([other], Token).IsCompletedSuccessfully);

        releaser.Dispose();

        (await waiting).Dispose();
    }

    [Fact]
    public async Task A_canceled_caller_does_not_hold_the_lock()
    {
        var (first, second) = (NewKey(), NewKey());
        var releaser = await _lock.AcquireAsync([first], Token);
        using var cancellation = new CancellationTokenSource();
        var waiting = _lock.AcquireAsync([first, second], cancellation.Token).AsTask();

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.True(_lock.AcquireAsync([second], Token).IsCompletedSuccessfully);
        releaser.Dispose();
        Assert.True(_lock.AcquireAsync([first], Token).IsCompletedSuccessfully);
    }
}
