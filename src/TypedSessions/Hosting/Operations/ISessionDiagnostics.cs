namespace TypedSessions;

/// <summary>
/// Provides the state of an application's sessions to operators, for dashboards and status pages. A singleton service. Sessions themselves
/// are found by <see cref="ISessionManager"/>.
/// </summary>
public interface ISessionDiagnostics
{
    /// <summary>Gets the engine that stores the sessions; <see langword="null"/> if clients store them in cookies.</summary>
    ISessionEngine? Engine { get; }

    /// <summary>Gets the models that the application has registered.</summary>
    IReadOnlyList<SessionModelRegistration> Models { get; }

    /// <summary>
    /// Gets the last removal of expired sessions by this process; <see langword="null"/> if there was none yet, or if it is disabled.
    /// </summary>
    SessionCleanupRun? LastCleanup { get; }

    /// <summary>
    /// Gets the last count of sessions by a cleanup; <see langword="null"/> if there was none yet. A cleanup counts at most once a minute,
    /// and only if something listens to <c>typedsessions.sessions.live</c> or <c>typedsessions.users.live</c>.
    /// </summary>
    SessionCount? LastCount { get; }

    /// <summary>Returns the deviations from each policy of the application.</summary>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    ValueTask<IReadOnlyList<SessionPolicyResult>> CheckPoliciesAsync(CancellationToken cancellationToken = default);
}
