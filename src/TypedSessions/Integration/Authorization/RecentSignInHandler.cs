using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using TypedSessions.Http;

namespace TypedSessions.Integration.Authorization;

/// <summary>Compares the sign-in of the request's session with <see cref="RecentSignInRequirement"/>.</summary>
internal sealed class RecentSignInHandler(SessionHttpServices services) : AuthorizationHandler<RecentSignInRequirement>
{
    /// <inheritdoc/>
    protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, RecentSignInRequirement requirement)
    {
        if (context.Resource is HttpContext request
            && await FindSignInAsync(request, context.User) is { } signedInAt
            && services.Sessions.Now - signedInAt <= requirement.MaxAge)
        {
            context.Succeed(requirement);
        }
    }

    // The session may be that of another scheme's user, who is signed in beside the one whom the endpoint authorizes.
    private async ValueTask<DateTimeOffset?> FindSignInAsync(HttpContext request, ClaimsPrincipal user)
    {
        if (services.Options.SignIn.GetNormalizedOwner(user) is not { } owner)
        {
            return null;
        }

        var session = RequestSession.GetOrInstall(request, services).InternalSession;
        await session.LoadAsync(request.RequestAborted);
        return session.Owner == owner ? session.SignedInAt : null;
    }
}
