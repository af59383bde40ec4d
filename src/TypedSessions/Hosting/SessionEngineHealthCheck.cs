using System.Security.Cryptography;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using TypedSessions.Sessions;

namespace TypedSessions.Hosting;

/// <summary>Loads a random key, to verify that the engine can be read.</summary>
internal sealed class SessionEngineHealthCheck(ISessionTransport transport) : IHealthCheck
{
    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (transport.Engine is not { } engine)
        {
            return HealthCheckResult.Healthy("Sessions are stored in cookies.");
        }

        try
        {
            await engine.LoadAsync(new SessionKey(RandomNumberGenerator.GetBytes(SessionKey.Size)), cancellationToken);
            return HealthCheckResult.Healthy("The session engine responds.");
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, "The session engine does not respond.", exception);
        }
    }
}
