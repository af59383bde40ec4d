using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TypedSessions.Diagnostics;
using TypedSessions.Engines.CachedDatabase;
using TypedSessions.Engines.Database;
using TypedSessions.Engines.Files;
using TypedSessions.Sessions;

namespace TypedSessions.Hosting;

/// <summary>
/// Makes the session table, or the folder, before the application serves its first request; or in the background, where it may start
/// without.
/// </summary>
internal sealed class SessionTableCreation(
    ISessionTransport transport, IOptions<TypedSessionsOptions> options, TimeProvider timeProvider, ILoggerFactory logs) : BackgroundService
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(5);

    private readonly ILogger _log = logs.CreateLogger(SessionLog.Category);

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await CreateAsync(cancellationToken);
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
        try
        {
            do
            {
                await Task.Delay(RetryInterval, timeProvider, stoppingToken);
            }
            while (!await TryCreateAsync(stoppingToken));

            _log.EngineIsReady();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The application ends before its engine could be reached.
        }
    }

    private async ValueTask<bool> TryCreateAsync(CancellationToken cancellationToken)
    {
        try
        {
            await CreateAsync(cancellationToken);
            return true;
        }
        catch (SessionEngineException)
        {
            return false;
        }
    }

    private async ValueTask CreateAsync(CancellationToken cancellationToken)
    {
        // Another engine may have been chosen after the one that registered this service.
        var engine = transport.Engine?.Inner;
        switch (engine is CachedDatabaseSessionEngine cached ? cached.Database : engine)
        {
            case DatabaseSessionEngine { CreatesTable: true } database:
                await database.EnsureCreatedAsync(cancellationToken);
                break;

            case FileSessionEngine files:
                files.EnsureReady();
                break;
        }
    }
}
