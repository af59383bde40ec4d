using System.Runtime.CompilerServices;

namespace TypedSessions.Storage;

/// <summary>
/// An engine that can list its records without knowing their keys. Expired records are left out unless they are what is asked for, and closed copies
/// (<see cref="SessionRecord.IsClosed"/>) are left out everywhere except in <see cref="CountExpiredAsync"/> and <see cref="FindForRemovalAsync"/>.
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
    /// Returns the keys from which a removal of all sessions of a user starts. It follows closed copies to the sessions that continued from them, so
    /// an engine that does not list its records as of one moment also returns the closed copies of the user's records: a session that is rotated
    /// while the list is read is then found by one of its keys.
    /// </summary>
    /// <param name="owner">The user's id.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    async IAsyncEnumerable<SessionKey> FindForRemovalAsync(string owner, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var (key, _) in FindByOwnerAsync(owner, cancellationToken))
        {
            yield return key;
        }
    }
}

/// <summary>A record with its key.</summary>
/// <param name="Key">The key.</param>
/// <param name="Record">The record.</param>
public readonly record struct StoredSession(SessionKey Key, SessionRecord Record);
