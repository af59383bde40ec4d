namespace TypedSessions.Storage;

/// <summary>An engine that can list and count its records, and find them by their owner.</summary>
/// <remarks>
/// Expired records are excluded except from <see cref="CountExpiredAsync"/>, and closed copies (<see cref="SessionRecord.IsClosed"/>)
/// except from <see cref="CountExpiredAsync"/> and <see cref="FindForRemovalAsync"/>. The record that a rotation stores is returned only
/// once the old key is closed. The records that an enumeration returns can be removed while it is under way. A canceled token throws
/// <see cref="OperationCanceledException"/>.
/// </remarks>
public interface ISessionInventory
{
    /// <summary>Returns the number of records.</summary>
    ValueTask<long> CountAsync(CancellationToken cancellationToken);

    /// <summary>Returns the number of expired records that <see cref="ISessionEngine.RemoveExpiredAsync"/> would remove now.</summary>
    ValueTask<long> CountExpiredAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Returns the number of users to whom records belong; <see langword="null"/>, the default, if the engine would have to read all
    /// records for it.
    /// </summary>
    ValueTask<long?> CountOwnersAsync(CancellationToken cancellationToken) => default;

    /// <summary>Returns all records with their keys, in the order of their expiry.</summary>
    IAsyncEnumerable<SessionRecordEntry> ListAsync(CancellationToken cancellationToken);

    /// <summary>Returns the records of a user with their keys, in the order of their expiry.</summary>
    /// <param name="owner">The user's id, which is compared ordinally.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    IAsyncEnumerable<SessionRecordEntry> FindByOwnerAsync(string owner, CancellationToken cancellationToken);

    /// <summary>
    /// Returns the records that a removal of all sessions of a user has to check: by default the same as <see cref="FindByOwnerAsync"/>. An
    /// engine that does not read its list at one point in time includes the closed copies of the user's records, in any order, so that a
    /// session that is rotated while the list is read is found by one of its keys.
    /// </summary>
    /// <param name="owner">The user's id, which is compared ordinally.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    IAsyncEnumerable<SessionRecordEntry> FindForRemovalAsync(string owner, CancellationToken cancellationToken)
        => FindByOwnerAsync(owner, cancellationToken);
}

/// <summary>A record with its key.</summary>
/// <param name="Key">The key.</param>
/// <param name="Record">The record.</param>
public readonly record struct SessionRecordEntry(SessionKey Key, SessionRecord Record);
