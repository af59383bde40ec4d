namespace TypedSessions.Storage;

/// <summary>
/// Stores sessions. An engine depends on keys, records and a <see cref="TimeProvider"/>, not on HTTP, cookies or tokens. One instance
/// serves all requests concurrently.
/// </summary>
/// <remarks>
/// These comments are the whole contract, and the conformance suite tests every rule. <see cref="SessionUpdate"/> computes how changes
/// apply to a stored record, and its rules are part of the contract. For all methods:
/// <list type="bullet">
/// <item>A record exists until the millisecond of its <see cref="SessionRecord.ExpiresAt"/> by the engine's time provider. From then on
/// only <see cref="CreateAsync"/> and <see cref="RemoveExpiredAsync"/> find it. The stored expiry decides, not that of the loaded record,
/// because others may have moved it.</item>
/// <item>A record is returned exactly as it was given: times to the millisecond, any version, any text as the owner, and values of any
/// keys and bytes.</item>
/// <item>Only <see cref="CreateAsync"/> and <see cref="RotateAsync"/> create records. Nothing that was removed or has expired comes back,
/// however updates, rotations and removals of it interleave.</item>
/// <item>A record whose values are unreadable (<see cref="SessionValues.IsReadable"/>) is loaded as such and can be removed. Updates and
/// rotations find it gone.</item>
/// <item>A closed copy (<see cref="SessionRecord.IsClosed"/>) is loaded like a record and expires at its time. An update finds it gone, a
/// removal leaves it, and no inventory lists, counts or finds it.</item>
/// <item>A failure of the store is a <see cref="SessionEngineException"/>, never a result: a record that cannot be read for some time is
/// not gone.</item>
/// <item>When a method has returned, its effect is as durable as the engine's <see cref="Guarantees"/> state.</item>
/// <item>A token that is canceled before the call throws <see cref="OperationCanceledException"/>, and nothing is done. One that is
/// canceled later stops the wait; a write may have happened.</item>
/// <item>A method that waits for no other process completes synchronously.</item>
/// </list>
/// </remarks>
public interface ISessionEngine
{
    /// <summary>Gets what the engine guarantees beyond these rules.</summary>
    SessionGuarantees Guarantees { get; }

    /// <summary>
    /// Returns the record of a key; <see langword="null"/> if there is none or it has expired. Creates nothing. With
    /// <see cref="SessionGuarantees.FreshLoads"/> it returns what the last write stored.
    /// </summary>
    /// <param name="key">The record's key.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    ValueTask<SessionRecord?> LoadAsync(SessionKey key, CancellationToken cancellationToken);

    /// <summary>
    /// Loads a record as it is stored now. Used where a final decision depends on whether a session still exists. An engine without
    /// <see cref="SessionGuarantees.FreshLoads"/> implements it; by default it is <see cref="LoadAsync"/>.
    /// </summary>
    /// <param name="key">The record's key.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    ValueTask<SessionRecord?> LoadFreshAsync(SessionKey key, CancellationToken cancellationToken) => LoadAsync(key, cancellationToken);

    /// <summary>Stores a new record. Of several calls with one key, one succeeds.</summary>
    /// <param name="key">The record's key.</param>
    /// <param name="record">The record.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <returns>
    /// <see langword="false"/>, with nothing written, if the key already exists, even if its record has expired; a store that drops expired
    /// records itself may accept the key then.
    /// </returns>
    ValueTask<bool> CreateAsync(SessionKey key, SessionRecord record, CancellationToken cancellationToken);

    /// <summary>
    /// Applies changes to a record in one conditional write, as <see cref="SessionUpdate.Apply"/> computes it. If others changed the record
    /// since <paramref name="loaded"/>, the engine reads it again and applies the same changes on top, until it succeeds or the record is
    /// gone: of concurrent updates none is lost, each raises the version by one, and on one key the later one wins.
    /// </summary>
    /// <param name="key">The record's key.</param>
    /// <param name="loaded">The record as the caller last saw it. The first attempt may assume that it is still stored.</param>
    /// <param name="changes">The changes to apply.</param>
    /// <param name="cancellationToken">A token to cancel the operation. The write may have happened.</param>
    ValueTask<CommitResult> UpdateAsync(SessionKey key, SessionRecord loaded, SessionChanges changes, CancellationToken cancellationToken);

    /// <summary>
    /// Gives a session a new key and applies changes to it, as <see cref="SessionUpdate.Rotate"/> computes it: the record under the new
    /// key, and a closed copy under the old one. The new record exists before the old one stops, in one transaction if the engine has
    /// them. No committed update is lost: it comes before the rotation, or finds the record gone.
    /// </summary>
    /// <remarks>
    /// Of several rotations of a live record one succeeds; for the others, whose <paramref name="loaded"/> is live, the result is
    /// <see cref="CommitResult.Closed"/>. If <paramref name="loaded"/> is the closed copy, a new session continues from its values, and its
    /// key is added to the copy's successors.
    /// </remarks>
    /// <param name="key">The session's old key.</param>
    /// <param name="newKey">The session's new key.</param>
    /// <param name="loaded">The record or the closed copy as the caller last saw it.</param>
    /// <param name="changes">The changes to apply.</param>
    /// <param name="cancellationToken">A token to cancel the operation. The write may have happened.</param>
    /// <exception cref="SessionEngineException">The new key already exists. Nothing was written.</exception>
    ValueTask<CommitResult> RotateAsync(
        SessionKey key, SessionKey newKey, SessionRecord loaded, SessionChanges changes, CancellationToken cancellationToken);

    /// <summary>Removes a live record. A closed copy stays, because it leads to the sessions that continued from it.</summary>
    /// <param name="key">The record's key.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <returns>Whether there was a live record that had not expired. Removing a record that does not exist is no error.</returns>
    ValueTask<bool> RemoveAsync(SessionKey key, CancellationToken cancellationToken);

    /// <summary>
    /// Removes up to <paramref name="batchSize"/> expired records, in the order of their expiry. An engine whose store
    /// other processes share removes a record only once it has been expired for longer than their clocks may differ.
    /// </summary>
    /// <param name="batchSize">The largest number of records to remove: at least 1.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <returns>The number of removed records; fewer than <paramref name="batchSize"/> if none are left.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="batchSize"/> is less than 1.</exception>
    ValueTask<int> RemoveExpiredAsync(int batchSize, CancellationToken cancellationToken);
}
