namespace TypedSessions;

/// <summary>
/// A visitor's session for what outlives the request that it began with: a hub's connection, a circuit, a socket. It knows the key of
/// the session that the handshake's cookie led to, and keeps nothing else of it: each piece of work opens the session anew, changes
/// it, and saves it by hand. Got by <c>Context.GetConnectionSession()</c> in a hub, by <c>@inject</c> in an interactive component.
/// </summary>
/// <remarks>
/// A session that gets a new id, at a sign-in above all, has ended for the connections that began before: the
/// handshake's cookie is worth nothing any more. A connection cannot begin a session either, because no cookie
/// would reach the browser. And it does not move the browser's cookie, whose age the next request renews.
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
    /// Opens the session as it is now. Dispose of it when the work is done; <see cref="SessionScope.SaveAsync"/> stores what was changed.
    /// </summary>
    /// <param name="isActivity">
    /// Whether this is the visitor's doing, so that saving renews the session: by default yes. For what the server does by itself, no.
    /// </param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The session, or <see langword="null"/> when it has ended, or there was none at the handshake.</returns>
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
    /// Waits until the session has ended, be it on another node: by a logout, by an administrator, by a sign-in that gave
    /// it a new id, or by time. So that a hub can tell its client and cut the connection, which would go on receiving
    /// otherwise. Looks at once and then at every interval, and renews nothing by that; trouble of the engine is no end.
    /// </summary>
    /// <param name="interval">
    /// How long to wait between looks: how long a connection may outlive its session. One read of the engine each.
    /// </param>
    /// <param name="cancellationToken">Ends the waiting: the connection's own end.</param>
    /// <returns>Whether the session has ended; false when the waiting was ended before.</returns>
    /// <exception cref="NotSupportedException">Sessions are in cookies, which nobody can end.</exception>
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
