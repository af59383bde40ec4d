using System.Collections.Concurrent;

namespace TypedSessions.Dashboard.History;

/// <summary>The measurements of one minute.</summary>
/// <param name="number">The number of the minute, since 1970.</param>
internal sealed class Minute(long number)
{
    private long _created;
    private long _ended;

    public long Number => number;

    public long Created => Interlocked.Read(ref _created);

    public long Ended => Interlocked.Read(ref _ended);

    /// <summary>Gets the engine's operations by their names.</summary>
    public ConcurrentDictionary<string, LatencyHistogram> Operations { get; } = new(StringComparer.Ordinal);

    public void AddCreated(long count) => Interlocked.Add(ref _created, count);

    public void AddEnded(long count) => Interlocked.Add(ref _ended, count);
}
