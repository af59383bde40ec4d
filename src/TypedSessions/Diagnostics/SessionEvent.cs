namespace TypedSessions;

/// <summary>
/// Describes a session for <see cref="ISessionEvents"/>. It has neither the session's values nor a token that leads to it.
/// </summary>
public sealed record SessionEvent
{
    /// <summary>Gets the session's key.</summary>
    public required SessionKey Key { get; init; }

    /// <summary>Gets the id of the user to whom the session belongs; <see langword="null"/> for none.</summary>
    public string? Owner { get; init; }

    /// <summary>Gets the device of the user; <see langword="null"/> if it is not known.</summary>
    public SessionDevice? Device { get; init; }

    /// <summary>Gets the time of the event.</summary>
    public required DateTimeOffset Timestamp { get; init; }
}
