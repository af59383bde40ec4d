using TypedSessions.Sessions;

namespace TypedSessions;

/// <summary>
/// Provides a visitor's session for work that outlives its request: a hub's connection, a circuit, a socket. It stores the key of the
/// session at the handshake. Each operation opens the session, changes it and saves it. Call <c>Context.GetConnectionSession()</c> in a
/// hub, and use <c>@inject</c> in an interactive component.
/// </summary>
/// <remarks>
/// A connection follows its session to a new id, unless the owner changes: a sign-in or a sign-out ends it for the connections that began
/// before. To follow <c>RegenerateId()</c>, it has to open the session, or to wait for its end, within
/// <see cref="TypedSessionsOptions.RotationGrace"/>. A connection cannot begin a session, because no cookie would reach the browser. It
/// does not renew the browser's cookie; the next request does. Models have the prefix that <see
/// cref="SessionModelOptions.PrefixProvider"/> returns for the handshake.
/// </remarks>
public sealed class ConnectionSession
{
    private readonly ISessionManager _sessions;
    private readonly SessionServices _services;

    // Found at the handshake, whose services may be disposed when a session is opened.
    private readonly IReadOnlyDictionary<object, PrefixedKeys?>? _prefixes;

    // Several cookies can have the name. The first one that leads to a session is used from then on.
    private SessionKey[] _keys;

    internal ConnectionSession(ISessionManager sessions, SessionServices services, SessionKey[] keys, IServiceProvider handshake)
    {
        _sessions = sessions;
        _services = services;
        _keys = keys;
        _prefixes = services.FindPrefixedKeys(handshake);
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
            if (await OpenAsync(key, isActivity, cancellationToken) is { } session)
            {
                _keys = [session.Key];
                return session.WithPrefixes(_prefixes);
            }
        }

        return null;
    }

    /// <summary>
    /// Waits until the session has ended, on any node: by a logout, by an administrator, by a sign-in of another user,
    /// or by expiry. A hub can then notify its client and close the connection, which would keep receiving otherwise. Loads
    /// the session at once and then at every interval, without renewing it. An error of the engine does not end the wait.
    /// </summary>
    /// <param name="interval">
    /// The time between two loads of the session, for which a connection can outlive it: from one millisecond to 49 days.
    /// </param>
    /// <param name="cancellationToken">A token to end the wait, such as that of the connection.</param>
    /// <returns>Whether the session has ended; <see langword="false"/> if the wait was canceled.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="interval"/> is not in its range.</exception>
    /// <exception cref="NotSupportedException">Sessions are in cookies, which cannot be revoked.</exception>
    public async Task<bool> WaitForEndAsync(TimeSpan interval, CancellationToken cancellationToken = default)
    {
        using var timer = new PeriodicTimer(interval, _services.TimeProvider);
        try
        {
            while (await ExistsAsync(cancellationToken))
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

    private async ValueTask<SessionScope?> OpenAsync(SessionKey key, bool isActivity, CancellationToken cancellationToken)
        => await _sessions.OpenAsync(key, isActivity, cancellationToken) is { } session ? session
            : await FindContinuationAsync(key, cancellationToken) is { } next
                ? await _sessions.OpenAsync(next, isActivity, cancellationToken)
                : null;

    // A connection was authorized for the owner at its handshake, and for no other one.
    private async ValueTask<SessionKey?> FindContinuationAsync(SessionKey key, CancellationToken cancellationToken)
    {
        var engine = _services.Engine;
        if (await engine.LoadFreshAsync(key, cancellationToken) is not { Closure: { } closure })
        {
            return null;
        }

        var (live, _) = await SessionChain.FindLiveAsync(closure, next => engine.LoadFreshAsync(next, cancellationToken));
        return live
            .Where(session => session.Record.IsOwnedBy(closure.Owner, closure.OwnerScheme))
            .Select(static session => (SessionKey?)session.Key)
            .FirstOrDefault();
    }

    private async ValueTask<bool> ExistsAsync(CancellationToken cancellationToken)
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
