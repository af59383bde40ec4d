namespace TypedSessions.Storage;

/// <summary>
/// Where sessions are kept. An engine knows keys, records and a clock; it knows nothing of HTTP, cookies or tokens. One instance serves
/// all requests at once.
/// </summary>
/// <remarks>
/// The rules that every engine keeps, each with a test in the conformance suite:
/// <list type="bullet">
/// <item>A record whose <see cref="SessionRecord.Expires"/> is not after the engine's clock does not exist for any method but
/// <see cref="CreateAsync"/> and <see cref="RemoveExpiredAsync"/>.</item>
/// <item>Only <see cref="CreateAsync"/> and <see cref="RotateAsync"/> bring a record into being.</item>
/// <item>A closed copy (<see cref="SessionRecord.IsClosed"/>) is loaded like a record, and ends by its time alone: an update finds it gone, a removal
/// leaves it, and no inventory lists, counts or finds it.</item>
/// <item>Trouble (no connection, no disk) is an exception, never an answer: "gone" is said only of what is gone.</item>
/// <item>When a method has returned, its effect is as durable as the engine can make it.</item>
/// <item>A method whose work is done at once completes synchronously.</item>
/// </list>
/// </remarks>
public interface ISessionEngine
{
    /// <summary>What the engine can promise.</summary>
    SessionGuarantees Guarantees { get; }

    /// <summary>The record of a key, or <see langword="null"/> when there is none or it has expired. Never creates anything.</summary>
    ValueTask<SessionRecord?> LoadAsync(SessionKey key, CancellationToken cancellationToken);

    /// <summary>
    /// Loads a record as it is stored now. Used where a decision for good depends on whether a session still exists. An engine without
    /// <see cref="SessionGuarantees.FreshLoads"/> implements it; for the others it is <see cref="LoadAsync"/>, which is the default.
    /// </summary>
    /// <param name="key">The record's key.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    ValueTask<SessionRecord?> LoadFreshAsync(SessionKey key, CancellationToken cancellationToken) => LoadAsync(key, cancellationToken);

    /// <summary>Stores a new record.</summary>
    /// <returns><see langword="false"/>, with nothing written, when the key exists, be it expired.</returns>
    ValueTask<bool> CreateAsync(SessionKey key, SessionRecord record, CancellationToken cancellationToken);

    /// <summary>
    /// Applies changes to a record in one conditional write. Where others changed the record since
    /// <paramref name="loaded"/>, the engine reads it again and applies the same changes on top, until
    /// it succeeds or the record is gone. A touch (<see cref="SessionChanges.IsTouch"/>) moves the
    /// expiry only; where others wrote meanwhile, they have renewed it, and nothing is left to do.
    /// </summary>
    /// <param name="key">The record's key.</param>
    /// <param name="loaded">The record as the caller last saw it: what the first attempt builds on, and whose version it expects.</param>
    /// <param name="changes">What changed.</param>
    /// <param name="cancellationToken">Gives up waiting. The write may or may not have happened.</param>
    ValueTask<CommitResult> UpdateAsync(SessionKey key, SessionRecord loaded, SessionChanges changes, CancellationToken cancellationToken);

    /// <summary>
    /// Gives a session a new key, and applies changes to it. The new record exists before the old one
    /// stops, in one transaction where the engine has them. Under the old key stays the closed copy that
    /// <see cref="SessionUpdate.Rotate"/> computes, with a higher version, so that no late update meets
    /// it. Merges like <see cref="UpdateAsync"/>; the version grows by one even if nothing else changed.
    /// </summary>
    /// <remarks>
    /// Of several rotations of a live record one succeeds; for the others, whose <paramref name="loaded"/> is
    /// live, the answer is <see cref="CommitResult.Closed"/>. With <paramref name="loaded"/> being the closed
    /// copy, a new session continues from its values: the engine stores the new record and adds its key to the
    /// copy's successors. If the copy has no room for another, the answer is <see cref="CommitResult.Closed"/>.
    /// </remarks>
    /// <param name="key">The key that the session had.</param>
    /// <param name="newKey">The key that it gets.</param>
    /// <param name="loaded">The record or the closed copy as the caller last saw it.</param>
    /// <param name="changes">What changed.</param>
    /// <param name="cancellationToken">A token to cancel the operation. The write may or may not have happened.</param>
    ValueTask<CommitResult> RotateAsync(
        SessionKey key, SessionKey newKey, SessionRecord loaded, SessionChanges changes, CancellationToken cancellationToken);

    /// <summary>Removes a live record. A closed copy stays, because it leads to the sessions that continued from it.</summary>
    /// <returns>Whether there was a live record that had not expired. Removing what does not exist is no error.</returns>
    ValueTask<bool> RemoveAsync(SessionKey key, CancellationToken cancellationToken);

    /// <summary>
    /// Removes up to <paramref name="batch"/> expired records, those that expired first before others. An engine whose store other
    /// processes share removes a record only once it has been expired for longer than their clocks may differ.
    /// </summary>
    /// <returns>How many were removed; fewer than <paramref name="batch"/> when none are left.</returns>
    ValueTask<int> RemoveExpiredAsync(int batch, CancellationToken cancellationToken);
}
