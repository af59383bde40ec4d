namespace TypedSessions;

/// <summary>Represents the number of sessions at one time.</summary>
/// <param name="CountedAt">The time.</param>
/// <param name="Sessions">The number of live sessions.</param>
/// <param name="Owners">The number of users who have a session; <see langword="null"/> if the engine does not count them.</param>
public sealed record SessionCount(DateTimeOffset CountedAt, long Sessions, long? Owners);
