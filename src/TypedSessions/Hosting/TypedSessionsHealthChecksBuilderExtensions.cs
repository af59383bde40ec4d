using Microsoft.Extensions.Diagnostics.HealthChecks;
using TypedSessions.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds typed sessions to an application's health checks.</summary>
public static class TypedSessionsHealthChecksBuilderExtensions
{
    /// <summary>Adds a check that the session engine can be read: <c>services.AddHealthChecks().AddTypedSessions()</c>.</summary>
    /// <param name="builder">The application's health checks.</param>
    /// <param name="name">The name of the check: <c>sessions</c> by default.</param>
    /// <param name="failureStatus">The status if the engine does not respond; unhealthy by default.</param>
    /// <param name="tags">Tags to filter checks by.</param>
    /// <param name="timeout">The time limit of the check; by default only that of the engine.</param>
    public static IHealthChecksBuilder AddTypedSessions(
        this IHealthChecksBuilder builder,
        string name = "sessions",
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null,
        TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddCheck<SessionEngineHealthCheck>(name, failureStatus, tags, timeout);
    }
}
