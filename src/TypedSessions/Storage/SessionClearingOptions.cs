namespace TypedSessions;

/// <summary>How records that have expired are removed while the application runs.</summary>
public sealed class SessionClearingOptions
{
    /// <summary>
    /// Whether the application removes them by itself; on by default. Off, call
    /// <c>myapp clearsessions</c> from a scheduler: Django has that alone.
    /// </summary>
    public bool Enabled { get; set; } = true;

    /// <summary>
    /// The time from one clearing to the next: ten minutes by default. The first comes at
    /// a random moment within it, so that nodes that start together do not clear together.
    /// </summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How many records are removed at a time: 500 by default. No request waits longer than one such batch takes.</summary>
    public int BatchSize { get; set; } = 500;
}
