using TypedSessions.Http;

namespace TypedSessions;

/// <summary>
/// Runs requests of one session to such endpoints one after the other, each with the session that the previous one has stored. A request
/// that waits too long is answered with 429; other visitors are not affected. The session is loaded after the lock is acquired.
/// </summary>
/// <remarks>
/// The lock covers one process: a site with several nodes has to route the requests of a session to one of them. It is released after the
/// endpoint has run, so it does not suit sockets and streams. Requests without a session cookie do not wait, and with the cookie engine a
/// request that waited still has the record of its cookie.
/// </remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class LockSessionAttribute : Attribute, ISessionMetadata
{
    private const double SecondsOfADay = 24 * 60 * 60;

    /// <summary>Gets or sets the maximum time that a request waits for the lock, in seconds: over 0, at most a day. Default: 30.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not in that range.</exception>
    public double TimeoutSeconds
    {
        get;
        set => field = value is > 0 and <= SecondsOfADay
            ? value
            : throw new ArgumentOutOfRangeException(
                nameof(value), value, "TimeoutSeconds is out of range. Set more than 0 and at most 86,400 seconds, a day.");
    } = 30;

    SessionUse ISessionMetadata.ApplyTo(SessionUse use)
        => use with { LockTimeout = TimeSpan.FromSeconds(TimeoutSeconds), Preload = true, IsDisabled = false };
}
