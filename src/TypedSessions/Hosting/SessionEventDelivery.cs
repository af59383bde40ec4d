using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TypedSessions.Diagnostics;

namespace TypedSessions.Hosting;

/// <summary>Calls the application's <see cref="ISessionEvents"/>, one event after the other.</summary>
internal sealed class SessionEventDelivery : BackgroundService
{
    private readonly SessionEventQueue _queue;
    private readonly ISessionEvents[] _handlers;
    private readonly ILogger _log;

    public SessionEventDelivery(SessionEventQueue queue, IEnumerable<ISessionEvents> handlers, ILoggerFactory logs)
    {
        _queue = queue;
        _handlers = [.. handlers];
        _log = logs.CreateLogger(SessionLog.Category);
        _queue.IsEnabled = _handlers.Length > 0;
    }

    /// <inheritdoc/>
    /// <remarks>Delivers the remaining events, as long as the host waits.</remarks>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _queue.Complete();
        if (ExecuteTask is { } delivering)
        {
            await delivering.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await base.StopAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var call in _queue.ReadAsync(stoppingToken))
            {
                foreach (var handler in _handlers)
                {
                    await DeliverAsync(handler, call);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // A host that is disposed of without having been stopped would report a failed service.
        }
    }

    // The handler is code of the application: whatever it throws, the next event is delivered.
    private async ValueTask DeliverAsync(ISessionEvents handler, Func<ISessionEvents, ValueTask> call)
    {
        try
        {
            await call(handler);
        }
        catch (Exception exception)
        {
            _log.EventHandlerFailed(exception, handler.GetType());
        }
    }
}
