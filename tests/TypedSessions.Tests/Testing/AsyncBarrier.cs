namespace TypedSessions.Tests.Testing;

/// <summary>Blocks all participants until the last one has arrived, like <see cref="Barrier"/> but asynchronously.</summary>
internal sealed class AsyncBarrier(int expected)
{
    private readonly TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _arrived;

    public Task SignalAndWaitAsync()
    {
        if (Interlocked.Increment(ref _arrived) == expected)
        {
            _complete.SetResult();
        }

        return _complete.Task;
    }
}
