namespace TypedSessions.Engines.Database;

/// <summary>One write.</summary>
internal abstract class WriteOperation(CancellationToken cancellationToken) : GatheredWork
{
    /// <summary>What the operation does, to complete "could not ...".</summary>
    public abstract string Attempt { get; }

    /// <summary>Whether doing it twice, the first time unknown to us, ends the same and gives a true answer.</summary>
    public virtual bool MayBeDoneTwice => false;

    /// <summary>Whether the operation only removes, so that it is done on a full disk too.</summary>
    public virtual bool FreesSpace => false;

    /// <summary>Whether what the one statement found shows that it had not been done before.</summary>
    public virtual bool WasUndone => false;

    /// <summary>
    /// The loss of the connection after which the one statement may have been done; <see langword="null"/> where there was none.
    /// </summary>
    public System.Data.Common.DbException? Doubt { get; set; }

    /// <summary>Gives up waiting for the turn to write. A write that has begun is finished.</summary>
    public CancellationToken CancellationToken => cancellationToken;

    /// <summary>Does the work, as far as one statement can. May be called again after a roll-back.</summary>
    /// <returns>Whether that was all. If not, nothing has been written, and it is to be done inside a transaction.</returns>
    public virtual ValueTask<bool> TryWithoutTransactionAsync(SessionConnection connection, DateTimeOffset now) => new(false);

    /// <summary>
    /// Does what is left of the work inside an open transaction. May be called again
    /// after a roll-back, so it sets its result anew each time.
    /// </summary>
    public virtual ValueTask ExecuteInTransactionAsync(SessionConnection connection, DateTimeOffset now) => ValueTask.CompletedTask;

    /// <summary>Fails the operation when its caller has left, so that it need not begin.</summary>
    public bool FailIfCancelled()
    {
        if (cancellationToken.IsCancellationRequested)
        {
            Fail(new OperationCanceledException(cancellationToken));
            return true;
        }

        return false;
    }
}

/// <summary>A write with an answer.</summary>
internal abstract class WriteOperation<T>(CancellationToken cancellationToken) : WriteOperation(cancellationToken)
{
    /// <summary>The answer, good once the operation is committed.</summary>
    public T Result { get; protected set; } = default!;
}
