using Microsoft.Extensions.Logging;

namespace TypedSessions.Diagnostics;

/// <summary>
/// Logs the failures of the engine: the first of an outage with its stack, the following ones as one line with their number, at most one
/// line per interval.
/// </summary>
internal sealed class OutageLog(ILogger log, TimeProvider timeProvider)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    // After this time without a failure the next one begins a new outage.
    private static readonly TimeSpan MaxPause = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();

    private DateTimeOffset _lastFailure = DateTimeOffset.MinValue;
    private DateTimeOffset _lastLine = DateTimeOffset.MinValue;
    private int _count;

    /// <summary>Logs a failure, or counts it for the next line.</summary>
    public void Report(Exception exception)
    {
        int count;
        bool isFirst;
        lock (_lock)
        {
            var now = timeProvider.GetUtcNow();
            isFirst = now - _lastFailure >= MaxPause;
            _lastFailure = now;
            _count = isFirst ? 1 : _count + 1;
            if (!isFirst && now - _lastLine < Interval)
            {
                return;
            }

            _lastLine = now;
            count = _count;
            _count = 0;
        }

        if (isFirst)
        {
            log.Unavailable(exception);
        }
        else
        {
            log.StillUnavailable(count, exception.Message);
        }
    }
}
