using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TypedSessions.Diagnostics;
using TypedSessions.Sessions;

namespace TypedSessions.Hosting.Cleanup;

/// <summary>Removes expired records while the application runs.</summary>
internal sealed class SessionCleanupService(
    IServiceProvider services,
    IOptions<TypedSessionsOptions> options,
    TimeProvider timeProvider,
    ILoggerFactory logs,
    SessionMetrics metrics,
    CleanupStatus status) : BackgroundService
{
    private static readonly TimeSpan MinCountInterval = TimeSpan.FromMinutes(1);

    private readonly ILogger _log = logs.CreateLogger(SessionLog.Category);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var cleanup = options.Value.Cleanup;
        if (!cleanup.Enabled)
        {
            return;
        }

        var wait = cleanup.Interval * Random.Shared.NextDouble();
        while (true)
        {
            // Not thrown, because the host would log it as a failure if it is disposed of without having been stopped.
            await Task.Delay(wait, timeProvider, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stoppingToken.IsCancellationRequested)
            {
                return;
            }

            await CleanUpAsync(cleanup, stoppingToken);
            wait = cleanup.Interval;
        }
    }

    // A failed cleanup must not stop the host; it is retried at the next interval.
    private async Task CleanUpAsync(SessionCleanupOptions cleanup, CancellationToken stoppingToken)
    {
        var (startedAt, timestamp) = (timeProvider.GetUtcNow(), timeProvider.GetTimestamp());
        try
        {
            // Resolved here, because the validation of the options reports an engine that is missing.
            var engine = services.GetRequiredService<ISessionTransport>().Engine;
            var removed = await SessionCleanup.RunAsync(engine, cleanup.BatchSize, cancellationToken: stoppingToken);
            metrics.Expired(removed);
            status.LastRun = new SessionCleanupRun(startedAt, timeProvider.GetElapsedTime(timestamp), removed);
            if (metrics.IsLiveEnabled && engine?.Inventory is { } inventory)
            {
                await CountAsync(inventory, stoppingToken);
            }

            _log.CleanupCompleted(removed);
        }
        catch (Exception exception)
        {
            if (exception is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                status.LastRun = new SessionCleanupRun(startedAt, timeProvider.GetElapsedTime(timestamp), Removed: 0, exception);
                _log.CleanupFailed(exception, cleanup.Interval);
            }
        }
    }

    // A cleanup at short intervals is cheap, a count of all sessions is not.
    private async Task CountAsync(ISessionInventory inventory, CancellationToken stoppingToken)
    {
        var now = timeProvider.GetUtcNow();
        if (status.LastCount is { } last && now - last.CountedAt < MinCountInterval)
        {
            return;
        }

        var count = new SessionCount(
            now, await inventory.CountAsync(stoppingToken), await inventory.CountOwnersAsync(stoppingToken));
        status.LastCount = count;
        metrics.Live(count.Sessions, count.Owners);
    }
}
