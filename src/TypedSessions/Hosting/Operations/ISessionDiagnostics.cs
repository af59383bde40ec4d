namespace TypedSessions;

/// <summary>
/// Provides what operators need to know of an application's sessions, for dashboards and status pages. A singleton service. Sessions
/// themselves are found by <see cref="ISessionManager"/>.
/// </summary>
public interface ISessionDiagnostics
{
    /// <summary>Gets the engine that keeps the sessions; <see langword="null"/> if visitors keep them in cookies.</summary>
    ISessionEngine? Engine { get; }

    /// <summary>Gets the models that the application has registered.</summary>
    IReadOnlyList<SessionModelRegistration> Models { get; }

    /// <summary>
    /// Gets the last removal of expired sessions by this process; <see langword="null"/> if there was none yet, or if it is disabled.
    /// </summary>
    SessionCleanupRun? LastCleanup { get; }

    /// <summary>
    /// Gets what the last cleanup has counted. A cleanup counts if something listens to <c>typedsessions.sessions.live</c> or
    /// <c>typedsessions.users.live</c>, once a minute at most. <see langword="null"/> if nothing was counted yet.
    /// </summary>
    SessionCount? LastCount { get; }

    /// <summary>Returns for each policy of the application what deviates from it.</summary>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    ValueTask<IReadOnlyList<SessionPolicyResult>> CheckPoliciesAsync(CancellationToken cancellationToken = default);
}
