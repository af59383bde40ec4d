using Microsoft.Extensions.Logging;
using TypedSessions.Diagnostics;

namespace TypedSessions.Engines.CachedDatabase;

/// <summary>
/// Circuit breaker for the cache: while it is open, one call per <see cref="BreakDuration"/> probes the cache. Logs when it opens and when
/// it closes.
/// </summary>
internal sealed class CacheCircuitBreaker(TimeProvider timeProvider, ILogger logger, SessionMetrics? metrics)
{
    /// <summary>The time between two probes of a failing cache.</summary>
    public static readonly TimeSpan BreakDuration = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private volatile bool _isOpen;
    private DateTimeOffset _nextProbe;

    /// <summary>Returns whether the caller may use the cache now.</summary>
    public bool TryEnter()
    {
        if (!_isOpen)
        {
            return true;
        }

        lock (_gate)
        {
            var now = timeProvider.GetUtcNow();
            if (now < _nextProbe)
            {
                return false;
            }

            _nextProbe = now + BreakDuration;
            return true;
        }
    }

    /// <summary>Closes the circuit: the cache has responded in time.</summary>
    public void RecordSuccess()
    {
        if (_isOpen && TryChange(isOpen: false))
        {
            logger.CacheRecovered();
        }
    }

    /// <summary>Opens the circuit: the cache has failed, or was too slow.</summary>
    public void RecordFailure(Exception error)
    {
        metrics?.CacheFailed();
        if (TryChange(isOpen: true))
        {
            logger.CacheFailing(error);
        }
    }

    private bool TryChange(bool isOpen)
    {
        lock (_gate)
        {
            _nextProbe = timeProvider.GetUtcNow() + BreakDuration;
            var hasChanged = _isOpen != isOpen;
            _isOpen = isOpen;
            return hasChanged;
        }
    }
}
