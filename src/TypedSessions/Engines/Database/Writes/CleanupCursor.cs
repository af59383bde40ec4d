namespace TypedSessions.Engines.Database.Writes;

/// <summary>
/// Where the last batch of a cleanup ended. PostgreSQL keeps deleted rows in its index until it vacuums, so batches that start at the
/// beginning walk over all of them: while a backup prevented vacuuming, the 400th batch of 500 took twenty times as long as the first.
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
