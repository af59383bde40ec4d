namespace TypedSessions.Storage;

/// <summary>What an engine offers that can look over its records without knowing their keys. Expired records are left out, but where they are what is asked for.</summary>
public interface ISessionInventory
{
    /// <summary>How many records there are.</summary>
    ValueTask<long> CountAsync(CancellationToken cancellationToken);

    /// <summary>How many expired records wait to be removed.</summary>
    ValueTask<long> CountExpiredAsync(CancellationToken cancellationToken);

    /// <summary>All records in the order of their expiry, next to expire first.</summary>
    IAsyncEnumerable<StoredSession> ListAsync(CancellationToken cancellationToken);

    /// <summary>The records that belong to a user.</summary>
    IAsyncEnumerable<StoredSession> FindByOwnerAsync(string owner, CancellationToken cancellationToken);
}

/// <summary>A record with its key.</summary>
/// <param name="Key">The key.</param>
/// <param name="Record">The record.</param>
public readonly record struct StoredSession(SessionKey Key, SessionRecord Record);
