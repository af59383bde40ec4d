namespace TypedSessions;

/// <summary>
/// Handles the events of sessions in this process, for example to send a mail about a new device: a session was created, signed in, rotated
/// or ended, or a user exceeded the limit. Add implementations with <see cref="TypedSessionsBuilder.AddEvents{T}"/>.
/// </summary>
/// <remarks>
/// The methods are called in the order of the events, one at a time, after the commit and outside the request: they do not delay it. An
/// exception is logged. Events are lost if the process is killed. The expiry of a session is no event. Implementations are singletons, and
/// create a scope to use scoped services.
/// </remarks>
public interface ISessionEvents
{
    /// <summary>Called after a session was stored for the first time.</summary>
    /// <param name="session">The session.</param>
    ValueTask OnCreatedAsync(SessionEvent session) => default;

    /// <summary>Called after a user signed in to a session.</summary>
    /// <param name="session">The session.</param>
    ValueTask OnSignedInAsync(SessionEvent session) => default;

    /// <summary>Called after a session got a new key.</summary>
    /// <param name="session">The session with its new key.</param>
    /// <param name="oldKey">The key that it had before.</param>
    ValueTask OnRotatedAsync(SessionEvent session, SessionKey oldKey) => default;

    /// <summary>Called after a session was ended before its expiry.</summary>
    /// <param name="session">The session.</param>
    /// <param name="cause">The reason.</param>
    ValueTask OnEndedAsync(SessionEvent session, SessionEndCause cause) => default;

    /// <summary>
    /// Called after a sign-in of a user who already had the maximum number of sessions: either others ended, or the sign-in was refused.
    /// The limit is <see cref="SessionSignInOptions.MaxSessionsPerOwner"/>.
    /// </summary>
    /// <param name="limit">The user, and the sessions that ended.</param>
    ValueTask OnLimitExceededAsync(SessionLimitEvent limit) => default;
}
