namespace TypedSessions;

/// <summary>
/// Sessions outside a request: for jobs, console programs, hubs, administrators and tests. A
/// singleton service. Django: <c>SessionStore(session_key=...)</c> and <c>Session.objects</c>.
/// </summary>
public interface ISessionManager
{
    /// <summary>
    /// A session that is not stored yet. Saved with something in it, it has a <see cref="SessionScope.Token"/> to hand to somebody.
    /// </summary>
    SessionScope Create();

    /// <summary>Opens the session of a key.</summary>
    /// <param name="key">The key: what <c>ISession.Id</c> shows.</param>
    /// <param name="isActivity">Whether to use it counts as activity of its visitor, and so renews it: in a hub yes, in a job no.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The session, or <see langword="null"/> when there is none: never stored, ended, expired or unreadable.</returns>
    ValueTask<SessionScope?> OpenAsync(SessionKey key, bool isActivity = false, CancellationToken cancellationToken = default);

    /// <summary>Opens the session of a token: what the cookie carries.</summary>
    /// <inheritdoc cref="OpenAsync(SessionKey, bool, CancellationToken)"/>
    /// <param name="token">The token, a secret. Text of another shape leads to no session.</param>
    /// <param name="isActivity">Whether to use it counts as activity of its visitor, and so renews it: in a hub yes, in a job no.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<SessionScope?> OpenAsync(string token, bool isActivity = false, CancellationToken cancellationToken = default);

    /// <summary>The stored record of a key, to be looked at; <see langword="null"/> when there is none.</summary>
    ValueTask<SessionRecord?> FindAsync(SessionKey key, CancellationToken cancellationToken = default);

    /// <summary>Ends a session; if it got a new id in the meantime, the sessions that continued from it.</summary>
    /// <returns>Whether there was one.</returns>
    ValueTask<bool> RemoveAsync(SessionKey key, CancellationToken cancellationToken = default);

    /// <summary>
    /// Ends all sessions of a user: "log out everywhere". No session that belonged to the user before the call
    /// survives it, even if it gets a new id at the same moment. Sessions that begin during the call may survive it.
    /// </summary>
    /// <returns>How many there were.</returns>
    /// <exception cref="NotSupportedException">The engine cannot look over its records.</exception>
    ValueTask<int> RemoveByOwnerAsync(string owner, CancellationToken cancellationToken = default);

    /// <summary>How many sessions there are.</summary>
    /// <exception cref="NotSupportedException">The engine cannot look over its records.</exception>
    ValueTask<long> CountAsync(CancellationToken cancellationToken = default);

    /// <summary>All sessions, those that expire next before others.</summary>
    /// <exception cref="NotSupportedException">The engine cannot look over its records.</exception>
    IAsyncEnumerable<SessionRecordEntry> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>The sessions of a user.</summary>
    /// <exception cref="NotSupportedException">The engine cannot look over its records.</exception>
    IAsyncEnumerable<SessionRecordEntry> FindByOwnerAsync(string owner, CancellationToken cancellationToken = default);
}
