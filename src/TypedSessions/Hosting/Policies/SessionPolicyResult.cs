namespace TypedSessions;

/// <summary>Represents how an application follows a policy.</summary>
/// <param name="Policy">The policy.</param>
/// <param name="Deviations">The requirements that the application does not meet.</param>
public sealed record SessionPolicyResult(SessionPolicy Policy, IReadOnlyList<SessionRequirement> Deviations);
