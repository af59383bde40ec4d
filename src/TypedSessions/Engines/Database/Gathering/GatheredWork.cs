using System.Runtime.ExceptionServices;

namespace TypedSessions.Engines.Database;

/// <summary>Something to be done together with others, and its place in a <see cref="Gathering{T}"/>.</summary>
internal abstract class GatheredWork
{
    private TaskCompletionSource<bool>? _turn;
    private Exception? _failure;

    /// <summary>When it began to lead, as a timestamp of the gathering's clock.</summary>
    public long BeganAt { get; set; }

    /// <summary>Whether it has led for so long that others no longer wait for it.</summary>
    public bool IsOverdue { get; set; }

    /// <summary>Gets ready to wait; called before anybody can call <see cref="Lead"/> or <see cref="Finish"/>.</summary>
    public void Wait() => _turn = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>
    /// Ends with <see langword="true"/> when it is the work's turn to lead, with <see langword="false"/> when another has done it.
    /// </summary>
    public Task<bool> WaitForTurnAsync() => _turn!.Task;

    public void Lead() => _turn!.SetResult(true);

    public void Finish() => _turn!.SetResult(false);

    public void Fail(Exception failure) => _failure = failure;

    public void ThrowIfFailed()
    {
        if (_failure is not null)
        {
            ExceptionDispatchInfo.Throw(_failure);
        }
    }
}
