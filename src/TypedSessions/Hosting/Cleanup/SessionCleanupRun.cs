namespace TypedSessions;

/// <summary>Represents one removal of expired sessions.</summary>
/// <param name="StartedAt">The time at which it began.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="Removed">The number of removed sessions; 0 if it failed.</param>
/// <param name="Error">Why it failed; <see langword="null"/> if it completed.</param>
public sealed record SessionCleanupRun(DateTimeOffset StartedAt, TimeSpan Duration, long Removed, Exception? Error = null);
