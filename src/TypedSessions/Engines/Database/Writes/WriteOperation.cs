using System.Data.Common;
using TypedSessions.Engines.Database.Batching;
using TypedSessions.Engines.Database.Sql;

namespace TypedSessions.Engines.Database.Writes;

/// <summary>A write to the session table.</summary>
internal abstract class WriteOperation(CancellationToken cancellationToken) : BatchItem
{
    /// <summary>Gets the description of the write, to complete "could not …".</summary>
    public abstract string Description { get; }

    /// <summary>Gets whether a second execution has the same effect and a correct result.</summary>
    public virtual bool IsIdempotent => false;

    /// <summary>Gets whether the write only removes, so that it is executed on a full disk too.</summary>
    public virtual bool IsRemoval => false;

    /// <summary>Gets whether the write has several statements that take effect together.</summary>
    public virtual bool NeedsTransaction => false;

    /// <summary>
    /// Gets the user whose lock the write holds until its transaction has ended; <see langword="null"/> for none.
    /// </summary>
    public virtual string? LockedOwner => null;

    /// <summary>
    /// Gets whether the write can run in a transaction. Data definitions cannot: some servers commit them implicitly, and others roll back
    /// a transaction in which a statement failed.
    /// </summary>
    public virtual bool CanUseTransaction => true;

    /// <summary>Gets whether the last execution is known to be the only one that took effect.</summary>
    public bool IsApplied { get; protected set; }

    /// <summary>Gets or sets whether the write was the only one of its batch, and was executed without a batch.</summary>
    public bool IsExecutedAlone { get; set; }

    /// <summary>
    /// Gets or sets the loss of the connection after which it is unknown whether the write took effect; <see langword="null"/> if it is
    /// known.
    /// </summary>
    public DbException? LostReply { get; set; }

    /// <summary>Gets the token that cancels the wait to write. A write that has begun is not canceled.</summary>
    public CancellationToken CancellationToken => cancellationToken;

    /// <summary>Executes the write. May be called again after a rollback.</summary>
    public abstract ValueTask ExecuteAsync(SessionConnection connection, DateTimeOffset now);

    /// <summary>Fails the write if it was canceled. Returns whether it was.</summary>
    public bool FailIfCanceled()
    {
        if (cancellationToken.IsCancellationRequested)
        {
            Fail(new OperationCanceledException(cancellationToken));
            return true;
        }

        return false;
    }

    /// <summary>
    /// Returns whether a stored record is the one that a conditional statement expected and did not match: such a row is damaged, and
    /// counts as missing.
    /// </summary>
    protected static bool IsDamaged(SessionRecord stored, SessionRecord expected, SessionUpdate update)
        => update.Record is not null && stored.Version == expected.Version && stored.ExpiresAt == expected.ExpiresAt;
}

/// <summary>A write with a result.</summary>
internal abstract class WriteOperation<T>(CancellationToken cancellationToken) : WriteOperation(cancellationToken)
{
    /// <summary>Gets the result, which is valid once the write is committed.</summary>
    public T Result { get; protected set; } = default!;
}
