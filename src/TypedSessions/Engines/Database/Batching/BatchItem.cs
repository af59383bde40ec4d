using System.Runtime.ExceptionServices;

namespace TypedSessions.Engines.Database.Batching;

/// <summary>One operation of a batch, and its place in the queue of a <see cref="Batcher{T}"/>.</summary>
internal abstract class BatchItem
{
    private TaskCompletionSource<bool>? _turn;
    private Exception? _failure;

    /// <summary>Gets or sets whether the item leads a batch that occupies a slot.</summary>
    public bool HoldsSlot { get; set; }

    /// <summary>Prepares to wait, before another thread can call <see cref="Lead"/> or <see cref="Complete"/>.</summary>
    public void Enqueue() => _turn = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Returns <see langword="true"/> once the item leads a batch, <see langword="false"/> once it was part of one.</summary>
    public Task<bool> WaitForTurnAsync() => _turn!.Task;

    public void Lead() => _turn!.SetResult(true);

    public void Complete() => _turn!.SetResult(false);

    public void Fail(Exception failure) => _failure = failure;

    public void ThrowIfFailed()
    {
        if (_failure is not null)
        {
            ExceptionDispatchInfo.Throw(_failure);
        }
    }
}
