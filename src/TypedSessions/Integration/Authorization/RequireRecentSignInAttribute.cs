using Microsoft.AspNetCore.Authorization;
using TypedSessions.Integration.Authorization;

namespace TypedSessions;

/// <summary>
/// Requires that the user of the endpoint has signed in, or has confirmed the sign-in, within some minutes. Any other user is challenged
/// like one who is not signed in: with the login page and a return URL, or with 401, as the authentication scheme does. The login page
/// checks the password or passkey once more and calls <see cref="ITypedSession.ConfirmSignIn"/>, or signs the user in.
/// </summary>
/// <remarks>
/// For endpoints, controllers, actions and page models. It is part of the endpoint's authorization, beside <c>[Authorize]</c>, so it needs
/// <c>app.UseAuthorization()</c>, and <c>[AllowAnonymous]</c> switches it off. If several apply, all must be met. A session without
/// <see cref="ITypedSession.SignedInAt"/> counts as one whose user has not recently signed in.
/// </remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class RequireRecentSignInAttribute : AuthorizeAttribute, IAuthorizationRequirementData
{
    private const double MinutesOfAYear = 365 * 24 * 60;

    /// <summary>Gets or sets the maximum time since the sign-in, in minutes: over 0, at most a year. Default: 10.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not in that range.</exception>
    public double Minutes
    {
        get;
        set => field = value is > 0 and <= MinutesOfAYear
            ? value
            : throw new ArgumentOutOfRangeException(
                nameof(value), value, "Minutes is out of range. Set more than 0 and at most 525,600 minutes, a year.");
    } = 10;

    IEnumerable<IAuthorizationRequirement> IAuthorizationRequirementData.GetRequirements()
        => [new RecentSignInRequirement(TimeSpan.FromMinutes(Minutes))];
}
