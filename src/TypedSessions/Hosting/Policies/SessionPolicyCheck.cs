using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TypedSessions.Sessions;

namespace TypedSessions.Hosting.Policies;

/// <summary>Finds the deviations of the options, the engine and the application from a policy.</summary>
internal sealed class SessionPolicyCheck(IOptions<TypedSessionsOptions> options, IServiceProvider services)
{
    public async ValueTask<List<SessionRequirement>> FindDeviationsAsync(SessionPolicy policy)
    {
        var deviations = policy.FindDeviations(options.Value, services.GetRequiredService<ISessionTransport>().Engine?.Inner).ToList();
        foreach (var requirement in policy.Requirements.Except(deviations))
        {
            if (requirement.IsMetByApplication is { } isMet && !await isMet(services))
            {
                deviations.Add(requirement);
            }
        }

        return deviations;
    }
}
