using Microsoft.Extensions.Hosting;
using TypedSessions.Engines.CachedDatabase;
using TypedSessions.Engines.Database;

namespace TypedSessions.Hosting;

/// <summary>Makes the session table before the application serves its first request.</summary>
internal sealed class SessionTableCreation(ISessionEngine engine) : IHostedService
{
    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        // Another engine may have been chosen after the database.
        var kept = engine is CachedDatabaseSessionEngine cached ? cached.Database : engine;
        if (kept is DatabaseSessionEngine database)
        {
            await database.EnsureCreatedAsync(cancellationToken);
        }
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
