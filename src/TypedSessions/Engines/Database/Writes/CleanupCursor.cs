namespace TypedSessions.Engines.Database.Writes;

/// <summary>
/// The position at which the last batch of a cleanup ended. PostgreSQL keeps deleted rows in its index until a vacuum, so a batch that
/// starts at the beginning scans all of them.
/// </summary>
internal sealed class CleanupCursor
{
    private long _ticks;

    /// <summary>Gets the position before all rows, where a cleanup starts.</summary>
    public static DateTimeOffset Beginning => DateTimeOffset.MinValue;

    public DateTimeOffset Position
    {
        get => new(Volatile.Read(ref _ticks), TimeSpan.Zero);
        set => Volatile.Write(ref _ticks, value.UtcTicks);
    }
}
