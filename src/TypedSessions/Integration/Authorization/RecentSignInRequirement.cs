using Microsoft.AspNetCore.Authorization;

namespace TypedSessions.Integration.Authorization;

/// <summary>The user has signed in recently.</summary>
/// <param name="maxAge">The largest time since the sign-in.</param>
internal sealed class RecentSignInRequirement(TimeSpan maxAge) : IAuthorizationRequirement
{
    /// <summary>Gets the largest time since the sign-in.</summary>
    public TimeSpan MaxAge => maxAge;

    /// <inheritdoc/>
    public override string ToString() => $"A sign-in within {maxAge}";
}
