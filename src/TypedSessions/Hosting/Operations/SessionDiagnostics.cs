using Microsoft.Extensions.DependencyInjection;
using TypedSessions.Hosting.Cleanup;
using TypedSessions.Hosting.Policies;

namespace TypedSessions.Hosting.Operations;

/// <inheritdoc/>
internal sealed class SessionDiagnostics(
    IServiceProvider services,
    SessionPolicyCheck check,
    CleanupStatus cleanup,
    IEnumerable<SessionPolicy> policies,
    IEnumerable<SessionModelRegistration> models) : ISessionDiagnostics
{
    /// <inheritdoc/>
    public ISessionEngine? Engine => services.GetService<ISessionEngine>();

    /// <inheritdoc/>
    public IReadOnlyList<SessionModelRegistration> Models { get; } = [.. models];

    /// <inheritdoc/>
    public SessionCleanupRun? LastCleanup => cleanup.LastRun;

    /// <inheritdoc/>
    public SessionCount? LastCount => cleanup.LastCount;

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<SessionPolicyResult>> CheckPoliciesAsync(CancellationToken cancellationToken)
    {
        var results = new List<SessionPolicyResult>();
        foreach (var policy in policies.Distinct())
        {
            cancellationToken.ThrowIfCancellationRequested();
            results.Add(new SessionPolicyResult(policy, await check.FindDeviationsAsync(policy)));
        }

        return results;
    }
}
