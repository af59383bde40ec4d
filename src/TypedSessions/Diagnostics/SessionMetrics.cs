using System.Diagnostics.Metrics;

namespace TypedSessions.Diagnostics;

/// <summary>What is counted. The meter is named <c>TypedSessions</c>.</summary>
internal sealed class SessionMetrics
{
    public const string MeterName = "TypedSessions";

    private readonly Counter<long> _unreadable;
    private readonly Counter<long> _cacheFailures;

    public SessionMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _unreadable = meter.CreateCounter<long>(
            "typedsessions.unreadable", "{item}", "Stored records and values that could not be read, and so counted as absent.");
        _cacheFailures = meter.CreateCounter<long>(
            "typedsessions.cache.failures", "{operation}", "Operations of a cached database's cache that failed or took too long.");
    }

    /// <summary>A stored record could not be read.</summary>
    public void RecordWasUnreadable() => _unreadable.Add(1, new KeyValuePair<string, object?>("typedsessions.item", "record"));

    /// <summary>A stored value could not be decoded.</summary>
    public void ValueWasUnreadable() => _unreadable.Add(1, new KeyValuePair<string, object?>("typedsessions.item", "value"));

    /// <summary>A cached database's cache failed or was too slow.</summary>
    public void CacheFailed() => _cacheFailures.Add(1);
}
