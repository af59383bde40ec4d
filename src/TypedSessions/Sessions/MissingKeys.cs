using System.Collections.Concurrent;

namespace TypedSessions.Sessions;

/// <summary>
/// Caches for a minute which keys have no record, so that a page with ten requests queries the engine once for a session that has ended.
/// </summary>
internal sealed class MissingKeys(TimeProvider timeProvider)
{
    // Bounds the memory that forged tokens can take.
    private const int MaxKeys = 4096;

    private static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<SessionKey, long> _missedAt = new();
    private long _purgedAt = timeProvider.GetTimestamp();

    /// <summary>Returns whether a key had no record less than a minute ago.</summary>
    public bool Contains(SessionKey key) => _missedAt.TryGetValue(key, out var missedAt) && timeProvider.GetElapsedTime(missedAt) < MaxAge;

    /// <summary>Adds a key. If there are too many, removes the others, which costs a load each.</summary>
    public void Add(SessionKey key)
    {
        var now = timeProvider.GetTimestamp();
        if (_missedAt.Count >= MaxKeys)
        {
            _missedAt.Clear();
        }
        else if (timeProvider.GetElapsedTime(_purgedAt, now) >= MaxAge)
        {
            _purgedAt = now;
            Purge(now);
        }

        _missedAt[key] = now;
    }

    private void Purge(long now)
    {
        foreach (var missed in _missedAt)
        {
            if (timeProvider.GetElapsedTime(missed.Value, now) >= MaxAge)
            {
                _missedAt.TryRemove(missed);
            }
        }
    }
}
