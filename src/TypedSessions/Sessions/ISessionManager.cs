namespace TypedSessions;

/// <summary>
/// Provides access to sessions outside a request, for jobs, console programs, hubs, administration and tests. A
/// singleton service. Django: <c>SessionStore(session_key=...)</c> and <c>Session.objects</c>.
/// </summary>
/// <remarks>All methods but <see cref="Create"/> throw a <see cref="SessionEngineException"/> if the engine fails.</remarks>
public interface ISessionManager
{
    /// <summary>
    /// Creates a session that is not stored yet. If it has values when it is saved, its <see cref="SessionScope.Token"/> leads to it.
    /// </summary>
    SessionScope Create();

    /// <summary>Opens the session of a key, also after a renewal of its id.</summary>
    /// <param name="key">The key, which <c>ISession.Id</c> returns as text.</param>
    /// <param name="isActivity">Whether its use is activity of the visitor, which renews it: true in a hub, false in a job.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <returns>The session; <see langword="null"/> if it was never stored, or has ended, expired or become unreadable.</returns>
    ValueTask<SessionScope?> OpenAsync(SessionKey key, bool isActivity = false, CancellationToken cancellationToken = default);

    /// <summary>Opens the session of a token, the value of the cookie.</summary>
    /// <param name="token">The token, a secret. A malformed one leads to no session.</param>
    /// <param name="isActivity">Whether its use is activity of the visitor, which renews it: true in a hub, false in a job.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <returns>The session; <see langword="null"/> if it was never stored, or has ended, expired or become unreadable.</returns>
    ValueTask<SessionScope?> OpenAsync(string token, bool isActivity = false, CancellationToken cancellationToken = default);

    /// <summary>
    /// Returns the stored record of a key, also after a renewal of its id; <see langword="null"/> if it does not exist.
    /// </summary>
    ValueTask<SessionRecord?> FindAsync(SessionKey key, CancellationToken cancellationToken = default);

    /// <summary>Ends a session; if it has got a new id, the sessions that continued from it.</summary>
    /// <returns>Whether a session was ended.</returns>
    ValueTask<bool> RemoveAsync(SessionKey key, CancellationToken cancellationToken = default);

    /// <summary>Ends a session of a user; if it has got a new id, the sessions of the user that continued from it.</summary>
    /// <param name="owner">The user's id.</param>
    /// <param name="key">The session's key.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <returns>
    /// Whether a session was ended; <see langword="false"/> if the user has no such session, even if another user has it.
    /// </returns>
    /// <exception cref="ArgumentException"><paramref name="owner"/> is <see langword="null"/> or empty.</exception>
    ValueTask<bool> RemoveAsync(string owner, SessionKey key, CancellationToken cancellationToken = default);

    /// <summary>
    /// Ends all sessions of a user: "log out everywhere". No session that belonged to the user before the call
    /// survives it, even if it gets a new id at the same time. Sessions that begin during the call may survive it.
    /// </summary>
    /// <returns>The number of sessions that were ended.</returns>
    /// <exception cref="ArgumentException"><paramref name="owner"/> is <see langword="null"/> or empty.</exception>
    /// <exception cref="NotSupportedException">The engine does not implement <see cref="ISessionInventory"/>.</exception>
    ValueTask<int> RemoveByOwnerAsync(string owner, CancellationToken cancellationToken = default);

    /// <summary>
    /// Ends all sessions of a user except one: "log out on all other devices". No other session that belonged to the user before the call
    /// survives it. The exception survives, even if it gets a new id at the same time.
    /// </summary>
    /// <param name="owner">The user's id.</param>
    /// <param name="except">The key of the session to keep, which <c>ISession.Id</c> returns as text.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <returns>The number of sessions that were ended.</returns>
    /// <exception cref="ArgumentException"><paramref name="owner"/> is <see langword="null"/> or empty.</exception>
    /// <exception cref="NotSupportedException">The engine does not implement <see cref="ISessionInventory"/>.</exception>
    ValueTask<int> RemoveOthersAsync(string owner, SessionKey except, CancellationToken cancellationToken = default);

    /// <summary>Sets the label of the device of a user's session, without a change of its values or its expiry.</summary>
    /// <param name="owner">The user's id.</param>
    /// <param name="key">The session's key.</param>
    /// <param name="label">
    /// The label, at most <see cref="SessionDevice.MaxLabelLength"/> characters; <see langword="null"/> or white space for none.
    /// </param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <returns>Whether the label was stored; <see langword="false"/> if the user has no such session.</returns>
    /// <exception cref="ArgumentException"><paramref name="owner"/> is <see langword="null"/> or empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="label"/> is too long.</exception>
    ValueTask<bool> SetLabelAsync(string owner, SessionKey key, string? label, CancellationToken cancellationToken = default);

    /// <summary>Returns the number of sessions.</summary>
    /// <exception cref="NotSupportedException">The engine does not implement <see cref="ISessionInventory"/>.</exception>
    ValueTask<long> CountAsync(CancellationToken cancellationToken = default);

    /// <summary>Returns the number of expired sessions that the next cleanup would remove.</summary>
    /// <exception cref="NotSupportedException">The engine does not implement <see cref="ISessionInventory"/>.</exception>
    ValueTask<long> CountExpiredAsync(CancellationToken cancellationToken = default);

    /// <summary>Returns all sessions in the order of their expiry.</summary>
    /// <exception cref="NotSupportedException">The engine does not implement <see cref="ISessionInventory"/>.</exception>
    IAsyncEnumerable<SessionRecordEntry> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>Returns a page of all sessions in the order of their expiry.</summary>
    /// <param name="after">
    /// The position at which the previous page ended: its <see cref="SessionPage.Next"/>; <see langword="null"/> for the first page.
    /// </param>
    /// <param name="count">The largest number of sessions to return: from 1 to 1,000.</param>
    /// <param name="isDescending">Whether the sessions that expire last come first.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not in its range.</exception>
    /// <exception cref="NotSupportedException">The engine does not implement <see cref="IPagedSessionInventory"/>.</exception>
    ValueTask<SessionPage> ReadPageAsync(
        SessionPosition? after, int count, bool isDescending = false, CancellationToken cancellationToken = default);

    /// <summary>Returns the sessions whose keys begin with some hexadecimal digits, in the order of their keys.</summary>
    /// <param name="keyPrefix">The beginning of the keys, or a whole key, which every engine finds.</param>
    /// <param name="after">The last key of the previous page; <see langword="null"/> for the first page.</param>
    /// <param name="count">The largest number of sessions to return: from 1 to 1,000.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <returns>The sessions; none if <paramref name="keyPrefix"/> is not the beginning of a key.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not in its range.</exception>
    /// <exception cref="NotSupportedException">
    /// <paramref name="keyPrefix"/> is not a whole key, and the engine cannot find records by the beginnings of their keys.
    /// </exception>
    ValueTask<SessionPage> FindByKeyAsync(
        string keyPrefix, SessionKey? after, int count, CancellationToken cancellationToken = default);

    /// <summary>Returns the sessions of a user, each with its sign-in, last use and device, by one query.</summary>
    /// <exception cref="ArgumentException"><paramref name="owner"/> is <see langword="null"/> or empty.</exception>
    /// <exception cref="NotSupportedException">The engine does not implement <see cref="ISessionInventory"/>.</exception>
    IAsyncEnumerable<SessionRecordEntry> FindByOwnerAsync(string owner, CancellationToken cancellationToken = default);
}
