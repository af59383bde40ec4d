namespace TypedSessions;

/// <summary>
/// Is called after sessions were created, signed in, rotated and ended in this process, or a limit was exceeded, for example to send a mail
/// about a new device. Add implementations with <see cref="TypedSessionsBuilder.AddEvents{T}"/>.
/// </summary>
/// <remarks>
/// The methods are called in the order of the events, one at a time, after the commit and outside the request: they do not delay it. An
/// exception is logged. Events are lost if the process is killed. The expiry of a session is no event. An implementation is a singleton;
/// it creates a scope for services that are scoped.
/// </remarks>
public interface ISessionEvents
{
    /// <summary>Is called after a session was stored for the first time.</summary>
    /// <param name="session">The session.</param>
    ValueTask OnCreatedAsync(SessionEvent session) => default;

    /// <summary>Is called after a session became that of a user who has signed in.</summary>
    /// <param name="session">The session.</param>
    ValueTask OnSignedInAsync(SessionEvent session) => default;

    /// <summary>Is called after a session got a new key.</summary>
    /// <param name="session">The session with its new key.</param>
    /// <param name="oldKey">The key that it had before.</param>
    ValueTask OnRotatedAsync(SessionEvent session, SessionKey oldKey) => default;

    /// <summary>Is called after a session was ended before its expiry.</summary>
    /// <param name="session">The session.</param>
    /// <param name="cause">The reason.</param>
    ValueTask OnEndedAsync(SessionEvent session, SessionEndCause cause) => default;

    /// <summary>
    /// Is called after a user has signed in who had as many sessions as allowed, so that others ended, or after the sign-in was refused.
    /// The limit is <see cref="SessionSignInOptions.MaxSessionsPerOwner"/>.
    /// </summary>
    /// <param name="limit">The user, and the sessions that ended.</param>
    ValueTask OnLimitExceededAsync(SessionLimitEvent limit) => default;
}
