using Microsoft.Extensions.Logging;
using TypedSessions.Diagnostics;

namespace TypedSessions.Engines.CachedDatabase;

/// <summary>
/// Remembers that the cache fails. While it does, it is tried once in a pause, by
/// one caller, and the log has one line for the begin and one for the end.
/// </summary>
internal sealed class CacheTrouble(TimeProvider clock, ILogger log, SessionMetrics? metrics)
{
    /// <summary>How long a failing cache is left alone.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private volatile bool _isInTrouble;
    private DateTimeOffset _nextTry;

    /// <summary>Whether the caller may use the cache now.</summary>
    public bool MayTry()
    {
        if (!_isInTrouble)
        {
            return true;
        }

        lock (_gate)
        {
            var now = clock.GetUtcNow();
            if (now < _nextTry)
            {
                return false;
            }

            _nextTry = now + Pause;
            return true;
        }
    }

    /// <summary>The cache did what it was asked.</summary>
    public void Ended()
    {
        if (_isInTrouble && Change(false))
        {
            log.CacheAnswersAgain();
        }
    }

    /// <summary>The cache failed or was too slow.</summary>
    public void Found(Exception error)
    {
        metrics?.CacheFailed();
        if (Change(true))
        {
            log.CacheFails(error);
        }
    }

    // Whether this is news.
    private bool Change(bool isInTrouble)
    {
        lock (_gate)
        {
            _nextTry = clock.GetUtcNow() + Pause;
            var isNews = _isInTrouble != isInTrouble;
            _isInTrouble = isInTrouble;
            return isNews;
        }
    }
}
