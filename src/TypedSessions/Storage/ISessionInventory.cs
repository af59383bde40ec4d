namespace TypedSessions.Storage;

/// <summary>
/// An engine that can list its records without knowing their keys. Expired records are left out unless
/// they are what is asked for, and closed copies (<see cref="SessionRecord.IsClosed"/>) are left out
/// everywhere except in <see cref="CountExpiredAsync"/> and <see cref="FindForRemovalAsync"/>.
/// </summary>
public interface ISessionInventory
{
    /// <summary>How many records there are.</summary>
    ValueTask<long> CountAsync(CancellationToken cancellationToken);

    /// <summary>How many expired records <see cref="ISessionEngine.RemoveExpiredAsync"/> would remove now.</summary>
    ValueTask<long> CountExpiredAsync(CancellationToken cancellationToken);

    /// <summary>All records in the order of their expiry, next to expire first.</summary>
    IAsyncEnumerable<StoredSession> ListAsync(CancellationToken cancellationToken);

    /// <summary>The records that belong to a user.</summary>
    IAsyncEnumerable<StoredSession> FindByOwnerAsync(string owner, CancellationToken cancellationToken);

    /// <summary>
    /// Returns the records that a removal of all sessions of a user has to look at: the same as <see
    /// cref="FindByOwnerAsync"/>, unless the engine does not list its records as of one moment. Then the closed copies of the
    /// user's records are among them, so that a session that is rotated while the list is read is found by one of its keys.
    /// </summary>
    /// <param name="owner">The user's id.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    IAsyncEnumerable<StoredSession> FindForRemovalAsync(string owner, CancellationToken cancellationToken)
        => FindByOwnerAsync(owner, cancellationToken);
}

/// <summary>A record with its key.</summary>
/// <param name="Key">The key.</param>
/// <param name="Record">The record.</param>
public readonly record struct StoredSession(SessionKey Key, SessionRecord Record);
