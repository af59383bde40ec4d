namespace TypedSessions;

/// <summary>
/// Provides a visitor's session for work that outlives its request: a hub's connection, a circuit, a socket. It stores the key of the
/// session at the handshake. Each operation opens the session, changes it and saves it. Call <c>Context.GetConnectionSession()</c> in a
/// hub, and use <c>@inject</c> in an interactive component.
/// </summary>
/// <remarks>
/// A session that gets a new id, above all at a sign-in, has ended for the connections that began before, because the handshake's cookie is
/// no longer valid. A connection cannot begin a session, because no cookie would reach the browser. It does not renew the browser's cookie;
/// the next request does.
/// </remarks>
public sealed class ConnectionSession
{
    private readonly ISessionManager _sessions;
    private readonly TimeProvider _timeProvider;

    // Several cookies can have the name. The first that leads to a session is the one, from then on.
    private SessionKey[] _keys;

    internal ConnectionSession(ISessionManager sessions, TimeProvider timeProvider, SessionKey[] keys)
    {
        _sessions = sessions;
        _timeProvider = timeProvider;
        _keys = keys;
    }

    /// <summary>
    /// Opens the session as it is stored now. Dispose it afterwards; <see cref="SessionScope.SaveAsync"/> stores the changes.
    /// </summary>
    /// <param name="isActivity">
    /// Whether the operation is activity of the visitor, so that saving renews the session. Default: <see langword="true"/>.
    /// </param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <returns>The session; <see langword="null"/> if it has ended, or the handshake had none.</returns>
    /// <exception cref="NotSupportedException">Sessions are in cookies, which a connection cannot change.</exception>
    public async ValueTask<SessionScope?> OpenAsync(bool isActivity = true, CancellationToken cancellationToken = default)
    {
        foreach (var key in _keys)
        {
            if (await _sessions.OpenAsync(key, isActivity, cancellationToken) is { } session)
            {
                _keys = [key];
                return session;
            }
        }

        return null;
    }

    /// <summary>
    /// Waits until the session has ended, on any node: by a logout, by an administrator, by a sign-in that gave it a new id,
    /// or by expiry. A hub can then notify its client and close the connection, which would keep receiving otherwise. Loads
    /// the session at once and then at every interval, without renewing it. An error of the engine does not end the wait.
    /// </summary>
    /// <param name="interval">
    /// The time between two loads of the session, which is how long a connection can outlive it.
    /// </param>
    /// <param name="cancellationToken">A token to end the wait, such as that of the connection.</param>
    /// <returns>Whether the session has ended; <see langword="false"/> if the wait was canceled.</returns>
    /// <exception cref="NotSupportedException">Sessions are in cookies, which cannot be revoked.</exception>
    public async Task<bool> WaitForEndAsync(TimeSpan interval, CancellationToken cancellationToken = default)
    {
        using var timer = new PeriodicTimer(interval, _timeProvider);
        try
        {
            while (await IsThereAsync(cancellationToken))
            {
                await timer.WaitForNextTickAsync(cancellationToken);
            }

            return true;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private async ValueTask<bool> IsThereAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var session = await OpenAsync(isActivity: false, cancellationToken);
            return session is not null;
        }
        catch (SessionEngineException)
        {
            return true;
        }
    }
}
