namespace TypedSessions.Engines.Database;

/// <summary>How long work waits for a batch under way before it gets a connection of its own.</summary>
internal sealed record Patience(TimeProvider Clock)
{
    /// <summary>
    /// Much longer than a round trip, and much shorter than a visitor waits. A slow server gets one more batch in each such time, and no
    /// more.
    /// </summary>
    public TimeSpan Time { get; } = TimeSpan.FromMilliseconds(200);
}
