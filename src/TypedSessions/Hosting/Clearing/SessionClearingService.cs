using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TypedSessions.Diagnostics;
using TypedSessions.Sessions;

namespace TypedSessions.Hosting.Clearing;

/// <summary>Removes expired records while the application runs.</summary>
internal sealed class SessionClearingService(
    IServiceProvider services,
    IOptions<TypedSessionsOptions> options,
    TimeProvider timeProvider,
    ILoggerFactory logs,
    SessionMetrics metrics) : BackgroundService
{
    private readonly ILogger _log = logs.CreateLogger(SessionLog.Category);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var clearing = options.Value.Clearing;
        if (!clearing.Enabled)
        {
            return;
        }

        var wait = clearing.Interval * Random.Shared.NextDouble();
        while (true)
        {
            // Not thrown, because the host would log it as a failure if it is disposed of without having been stopped.
            await Task.Delay(wait, timeProvider, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stoppingToken.IsCancellationRequested)
            {
                return;
            }

            await ClearAsync(clearing, stoppingToken);
            wait = clearing.Interval;
        }
    }

    // A failed cleanup must not stop the host; it is retried at the next interval.
    private async Task ClearAsync(SessionClearingOptions clearing, CancellationToken stoppingToken)
    {
        try
        {
            // Resolved here, because the validation of the options reports an engine that is missing.
            var engine = services.GetRequiredService<ISessionTransport>().Engine;
            var removed = await SessionClearing.RunAsync(engine, clearing.BatchSize, cancellationToken: stoppingToken);
            metrics.Expired(removed);
            if (metrics.CountsLive && engine?.Inventory is { } inventory)
            {
                metrics.Live(await inventory.CountAsync(stoppingToken));
            }

            _log.Cleared(removed);
        }
        catch (Exception exception)
        {
            if (exception is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                _log.ClearingFailed(exception, clearing.Interval);
            }
        }
    }
}
