using Microsoft.AspNetCore.Authorization;

namespace TypedSessions.Integration.Authorization;

/// <summary>Requires that the user has signed in recently.</summary>
/// <param name="maxAge">The maximum time since the sign-in.</param>
internal sealed class RecentSignInRequirement(TimeSpan maxAge) : IAuthorizationRequirement
{
    /// <summary>Gets the maximum time since the sign-in.</summary>
    public TimeSpan MaxAge => maxAge;

    /// <inheritdoc/>
    public override string ToString() => $"A sign-in within {maxAge}";
}
