using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TypedSessions.Diagnostics;
using TypedSessions.Sessions;

namespace TypedSessions.Hosting.Clearing;

/// <summary>Removes expired records while the application runs.</summary>
internal sealed class SessionClearingService(
    IServiceProvider services, IOptions<TypedSessionsOptions> options, TimeProvider clock, ILoggerFactory logs, SessionMetrics metrics) : BackgroundService
{
    private readonly SessionClearingOptions _options = options.Value.Clearing;
    private readonly ILogger _log = logs.CreateLogger(SessionLog.Category);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!_options.Enabled)
        {
            return;
        }

        try
        {
            await ClearEveryIntervalAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The application ends. The host calls it a failure where it is disposed of without having been stopped.
        }
    }

    private async Task ClearEveryIntervalAsync(CancellationToken stoppingToken)
    {
        var wait = _options.Interval * Random.Shared.NextDouble();
        while (true)
        {
            using var timer = new PeriodicTimer(Longer(wait, TimeSpan.FromMilliseconds(1)), clock);
            await timer.WaitForNextTickAsync(stoppingToken);
            await ClearAsync(stoppingToken);
            wait = _options.Interval;
        }
    }

    // A clearing that fails is tried again next time: it is not worth an application.
    private async Task ClearAsync(CancellationToken stoppingToken)
    {
        try
        {
            // Asked for only now: an application without an engine is to hear of it from the validation of its options.
            var clearing = services.GetRequiredService<SessionClearing>();
            var removed = await clearing.RunAsync(_options.BatchSize, cancellationToken: stoppingToken);
            metrics.Expired(removed);
            if (metrics.CountsLive && services.GetRequiredService<ISessionTransport>().Engine?.Inventory is { } inventory)
            {
                metrics.Live(await inventory.CountAsync(stoppingToken));
            }

            _log.Cleared(removed);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
        {
            _log.ClearingFailed(exception, _options.Interval);
        }
    }

    private static TimeSpan Longer(TimeSpan left, TimeSpan right) => left > right ? left : right;
}
