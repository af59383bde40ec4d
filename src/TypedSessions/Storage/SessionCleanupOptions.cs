namespace TypedSessions;

/// <summary>Options of the removal of expired records.</summary>
public sealed class SessionCleanupOptions
{
    /// <summary>
    /// Gets or sets whether the application removes expired records in the background. Otherwise run <c>myapp clearsessions</c> from a
    /// scheduler, as in Django.
    /// </summary>
    /// <value>Default: <see langword="true"/>.</value>
    public bool Enabled { get; set; } = true;

    /// <summary>
    /// Gets or sets the time between two cleanups. The first one runs at a random time within it, so that nodes that start together do not
    /// clean up together.
    /// </summary>
    /// <value>From one millisecond to 49 days. Default: 10 minutes.</value>
    [OptionRange("00:00:00.001", "49.00:00:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Gets or sets how many records are removed at a time. No request waits for more than one batch.</summary>
    /// <value>At least 1. Default: 500.</value>
    [OptionRange("1")]
    public int BatchSize { get; set; } = 500;
}
