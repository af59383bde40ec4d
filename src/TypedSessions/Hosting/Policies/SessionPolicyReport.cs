using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TypedSessions.Diagnostics;
using TypedSessions.Sessions;

namespace TypedSessions.Hosting.Policies;

/// <summary>Logs at start which policy the sessions follow, and what deviates from it.</summary>
internal sealed class SessionPolicyReport(
    SessionPolicy policy, IOptions<TypedSessionsOptions> options, ILoggerFactory logs, IServiceProvider services) : IHostedService
{
    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var log = logs.CreateLogger(SessionLog.Category);
        var deviations = policy.FindDeviations(options.Value, services.GetRequiredService<ISessionTransport>().Engine?.Inner).ToList();
        foreach (var requirement in policy.Requirements.Except(deviations))
        {
            if (requirement.IsMetByApplication is { } isMet && !await isMet(services))
            {
                deviations.Add(requirement);
            }
        }

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
