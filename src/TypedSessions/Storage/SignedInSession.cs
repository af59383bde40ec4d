namespace TypedSessions.Storage;

/// <summary>A session that counts for the limit of its user.</summary>
/// <param name="Key">The session's key.</param>
/// <param name="LastSeenAt">The time at which the user has last used it.</param>
/// <param name="Device">The user's device; <see langword="null"/> if it is not known.</param>
public readonly record struct SignedInSession(SessionKey Key, DateTimeOffset LastSeenAt, SessionDevice? Device);
