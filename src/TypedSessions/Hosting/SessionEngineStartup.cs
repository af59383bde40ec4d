using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TypedSessions.Diagnostics;
using TypedSessions.Sessions;

namespace TypedSessions.Hosting;

/// <summary>
/// Creates the engine at start, which validates its options, and prepares its store: before the first request, or in the background if
/// the application may start without it.
/// </summary>
internal sealed class SessionEngineStartup(
    IServiceProvider services, IOptions<TypedSessionsOptions> options, TimeProvider timeProvider, ILoggerFactory logs) : BackgroundService
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(5);

    private readonly ILogger _log = logs.CreateLogger(SessionLog.Category);

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await EngineFeatureCheck.RunAsync(services);
        try
        {
            await PrepareAsync(cancellationToken);
        }
        catch (SessionEngineException exception) when (!options.Value.RequireEngineAtStart)
        {
            _log.StartsWithoutEngine(exception, RetryInterval);
            await base.StartAsync(cancellationToken);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await Task.Delay(RetryInterval, timeProvider, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stoppingToken.IsCancellationRequested)
            {
                return;
            }

            try
            {
                await PrepareAsync(stoppingToken);
                _log.EngineIsReady();
                return;
            }
            catch (Exception exception) when (exception is SessionEngineException or OperationCanceledException)
            {
                // Retried at the next interval, unless the application stops.
            }
        }
    }

    // The engine is resolved here, after the validation of the options, so that an engine that is missing is reported there.
    private ValueTask PrepareAsync(CancellationToken cancellationToken)
        => services.GetRequiredService<ISessionTransport>().Engine?.Inner is IPreparableEngine engine
            ? engine.PrepareAsync(cancellationToken)
            : default;
}
