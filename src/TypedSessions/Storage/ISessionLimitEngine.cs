namespace TypedSessions.Storage;

/// <summary>An engine that can limit the number of sessions of a user. Optional.</summary>
/// <remarks>
/// <para>
/// Both methods store what the methods of <see cref="ISessionEngine"/> store, and end the sessions of the owner that
/// <see cref="SessionLimit.FindExcess"/> returns. Concurrent sign-ins of one owner, also on different nodes, count each other's sessions:
/// when all have returned, neither more nor fewer sessions than allowed are left.
/// </para>
/// <para>
/// Only sessions with a <see cref="SessionRecord.SignedInAt"/> count and end. The new session never ends, nor do the successors of the
/// closed copy that it continues from, which count as one with it. The ended sessions are in <see cref="CommitResult.EndedSessions"/>. If
/// the sign-in is refused, the result is <see cref="CommitResult.LimitReached"/>, and nothing was written.
/// </para>
/// </remarks>
public interface ISessionLimitEngine
{
    /// <summary>Gets whether the engine can limit the number of sessions with its options and its store.</summary>
    bool CanLimitSessions { get; }

    /// <summary>Stores a new record of an owner within a limit.</summary>
    /// <param name="key">The record's key.</param>
    /// <param name="record">The record, which has an owner.</param>
    /// <param name="limit">The owner's limit.</param>
    /// <param name="cancellationToken">A token to cancel the operation. The write may have happened.</param>
    /// <exception cref="SessionEngineException">The key already exists, or the engine failed. Nothing was written.</exception>
    ValueTask<CommitResult> CreateAsync(
        SessionKey key, SessionRecord record, SessionLimit limit, CancellationToken cancellationToken);

    /// <summary>Rotates a session that has an owner after the rotation, within a limit.</summary>
    /// <param name="key">The session's old key.</param>
    /// <param name="newKey">The session's new key.</param>
    /// <param name="loaded">The record or the closed copy as the caller last saw it.</param>
    /// <param name="changes">The changes to apply.</param>
    /// <param name="limit">The limit of the session's owner after the rotation.</param>
    /// <param name="cancellationToken">A token to cancel the operation. The write may have happened.</param>
    /// <exception cref="SessionEngineException">The new key already exists, or the engine failed. Nothing was written.</exception>
    ValueTask<CommitResult> RotateAsync(
        SessionKey key,
        SessionKey newKey,
        SessionRecord loaded,
        SessionChanges changes,
        SessionLimit limit,
        CancellationToken cancellationToken);
}
