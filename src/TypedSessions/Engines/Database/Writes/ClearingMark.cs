namespace TypedSessions.Engines.Database;

/// <summary>
/// Where the last batch of a clean-up ended, for the next to go on from there. A server keeps what was deleted in its index
/// until it vacuums, so a batch that began at the beginning would walk over all that those before it have removed: with a
/// backup under way, which keeps the server from vacuuming, the 400th batch of 500 took twenty times as long as the first.
/// </summary>
internal sealed class ClearingMark
{
    private long _ticks;

    /// <summary>Before everything: nothing has been removed yet, or a clean-up has come to its end.</summary>
    public static DateTimeOffset Beginning => DateTimeOffset.MinValue;

    public DateTimeOffset Position
    {
        get => new(Volatile.Read(ref _ticks), TimeSpan.Zero);
        set => Volatile.Write(ref _ticks, value.UtcTicks);
    }
}
