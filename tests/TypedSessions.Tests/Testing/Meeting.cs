namespace TypedSessions.Tests.Testing;

/// <summary>Blocks all participants until the last one has arrived.</summary>
internal sealed class Meeting(int expected)
{
    private readonly TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _arrived;

    public Task ArriveAsync()
    {
        if (Interlocked.Increment(ref _arrived) == expected)
        {
            _complete.SetResult();
        }

        return _complete.Task;
    }
}
