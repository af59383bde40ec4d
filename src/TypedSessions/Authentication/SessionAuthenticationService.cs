using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.Features;

namespace TypedSessions.Authentication;

/// <summary>
/// Tells the session of sign-ins and sign-outs. It stands before ASP.NET Core's own service, so that it sees every login style: cookies, Identity, external providers, and those of
/// the application.
/// </summary>
internal sealed class SessionAuthenticationService(
    IAuthenticationService inner, IAuthenticationSchemeProvider schemes, SessionSignInOptions options) : IAuthenticationService
{
    public Task<AuthenticateResult> AuthenticateAsync(HttpContext context, string? scheme) => inner.AuthenticateAsync(context, scheme);

    public Task ChallengeAsync(HttpContext context, string? scheme, AuthenticationProperties? properties)
        => inner.ChallengeAsync(context, scheme, properties);

    public Task ForbidAsync(HttpContext context, string? scheme, AuthenticationProperties? properties)
        => inner.ForbidAsync(context, scheme, properties);

    // The session first: what a scheme keeps in the session belongs into the one that goes on.
    public async Task SignInAsync(HttpContext context, string? scheme, ClaimsPrincipal principal, AuthenticationProperties? properties)
    {
        if (principal is not null && await FindSessionAsync(context) is { } session)
        {
            if (await IsLoginAsync(scheme, await schemes.GetDefaultSignInSchemeAsync()))
            {
                BelongTo(session, options.OwnerOf(principal));
            }

            session.RegenerateId();
        }

        await inner.SignInAsync(context, scheme, principal!, properties);
    }

    // The session last: a scheme that keeps something in it has to find it once more.
    public async Task SignOutAsync(HttpContext context, string? scheme, AuthenticationProperties? properties)
    {
        await inner.SignOutAsync(context, scheme, properties);
        if (await FindSessionAsync(context) is { } session && await IsLoginAsync(scheme, await schemes.GetDefaultSignOutSchemeAsync()))
        {
            session.Abandon();
        }
    }

    private static async ValueTask<ITypedSession?> FindSessionAsync(HttpContext context)
    {
        if (context.Features.Get<ISessionFeature>()?.Session is not ITypedSession session)
        {
            return null;
        }

        await session.LoadAsync(context.RequestAborted);
        return session;
    }

    private async ValueTask<bool> IsLoginAsync(string? scheme, AuthenticationScheme? byDefault)
    {
        scheme ??= byDefault?.Name;
        return options.Schemes.Count > 0
            ? scheme is not null && options.Schemes.Contains(scheme)
            : scheme == (await schemes.GetDefaultAuthenticateSchemeAsync())?.Name;
    }

    // What a visitor did before the login stays. What another user did is nobody else's business.
    private static void BelongTo(ITypedSession session, string? owner)
    {
        if (session.Owner is { } before && before != owner)
        {
            session.Abandon();
        }

        if (owner is not null)
        {
            session.Owner = owner;
        }
    }
}
