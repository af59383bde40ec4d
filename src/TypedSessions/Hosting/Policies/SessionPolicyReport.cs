using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TypedSessions.Diagnostics;

namespace TypedSessions.Hosting.Policies;

/// <summary>Logs at start which policy the sessions follow, and the deviations from it.</summary>
internal sealed class SessionPolicyReport(SessionPolicy policy, SessionPolicyCheck check, ILoggerFactory logs) : IHostedService
{
    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var log = logs.CreateLogger(SessionLog.Category);
        var deviations = await check.FindDeviationsAsync(policy);
        foreach (var deviation in deviations)
        {
            log.PolicyDeviation(policy.Name, deviation.Id, deviation.Description);
        }

        if (deviations.Count == 0)
        {
            log.PolicyMet(policy.Name);
        }
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
