using TypedSessions.Http;

namespace TypedSessions;

/// <summary>
/// Runs the requests of one session that have this one after the other, each with the session as its
/// predecessor left it. A request that has waited too long is answered with 429: it is its own visitor who
/// sends too much at once, and other visitors are served. Loads the session when the request's turn has come.
/// </summary>
/// <remarks>
/// The lock is one process's: of several nodes each has its own, so a site that runs on several needs the session's requests
/// led to one of them. It lasts until the endpoint has run, so it is not for sockets and streams. Requests without a session
/// cookie do not wait, and with the cookie engine a request that waited still has the record that its cookie brought.
/// </remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class LockSessionAttribute : Attribute, ISessionMetadata
{
    private const double SecondsOfADay = 24 * 60 * 60;

    /// <summary>How many seconds a request waits at most for its turn: 30 by default, more than 0 and at most a day.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not in that range.</exception>
    public double TimeoutSeconds
    {
        get;
        set => field = value is > 0 and <= SecondsOfADay
            ? value
            : throw new ArgumentOutOfRangeException(
                nameof(value), value, "A request waits for its session longer than 0 seconds, and for a day at most.");
    } = 30;

    SessionUse ISessionMetadata.ApplyTo(SessionUse use)
        => use with { LockTimeout = TimeSpan.FromSeconds(TimeoutSeconds), Loads = true, IsDisabled = false };
}
