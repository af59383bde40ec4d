namespace TypedSessions;

/// <summary>Describes a sign-in of a user who already had the maximum number of sessions, for <see cref="ISessionEvents"/>.</summary>
public sealed record SessionLimitEvent
{
    /// <summary>Gets the id of the user.</summary>
    public required string Owner { get; init; }

    /// <summary>Gets the device that signs in; <see langword="null"/> if it is not known.</summary>
    public SessionDevice? Device { get; init; }

    /// <summary>Gets the maximum number of sessions of the user.</summary>
    public required int MaxSessions { get; init; }

    /// <summary>
    /// Gets the sessions that ended, the least recently used one first; empty if the sign-in was refused. Each of them is an event for
    /// <see cref="ISessionEvents.OnEndedAsync"/>, too.
    /// </summary>
    public required IReadOnlyList<SessionEvent> EndedSessions { get; init; }

    /// <summary>Gets whether the sign-in was refused.</summary>
    public bool IsRefused => EndedSessions.Count == 0;

    /// <summary>Gets the time of the event.</summary>
    public required DateTimeOffset Timestamp { get; init; }
}
