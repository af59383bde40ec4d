using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Options;
using TypedSessions.Http;
using TypedSessions.Sessions;

namespace TypedSessions.Integration.Authentication;

/// <summary>
/// Connects sign-ins, sign-outs and authentications to the session. It decorates ASP.NET Core's own service, so it covers every kind of
/// login: cookies, Identity, external providers, and the application's own.
/// </summary>
internal sealed class SessionAuthenticationService(
    IAuthenticationService inner,
    IAuthenticationSchemeProvider schemes,
    SessionHttpServices services,
    IOptionsMonitor<CookieAuthenticationOptions> cookies) : IAuthenticationService
{
    // RemoteAuthenticationHandler stores its own name in the properties before it signs in.
    private const string RemoteScheme = ".AuthScheme";

    private readonly SessionSignInOptions _options = services.Options.SignIn;

    // The service is scoped to the request, as ASP.NET Core's is.
    private string? _authenticating;

    public Task ChallengeAsync(HttpContext context, string? scheme, AuthenticationProperties? properties)
        => inner.ChallengeAsync(context, scheme, properties);

    public Task ForbidAsync(HttpContext context, string? scheme, AuthenticationProperties? properties)
        => inner.ForbidAsync(context, scheme, properties);

    public async Task<AuthenticateResult> AuthenticateAsync(HttpContext context, string? scheme)
    {
        scheme ??= (await schemes.GetDefaultAuthenticateSchemeAsync())?.Name;

        // A handler that rejects a login signs it out, and the sign-out would authenticate the same login again, without end.
        if (scheme is not null && scheme == _authenticating)
        {
            return AuthenticateResult.NoResult();
        }

        var result = await AuthenticateOnceAsync(context, scheme);
        if (await GetLoginSchemeAsync(scheme, schemes.GetDefaultAuthenticateSchemeAsync) is { } login
            && (result.Succeeded || RequestSession.Find(context) is not null))
        {
            // Compares a session that was used before with its user.
            var request = RequestSession.GetOrInstall(context, services);
            GetUsers(request).Add(login, result);
            await request.FollowUserAsync();
        }

        return result;
    }

    // The session is signed in first, because a scheme that keeps its ticket in it must store it in the session that continues.
    public async Task SignInAsync(HttpContext context, string? scheme, ClaimsPrincipal principal, AuthenticationProperties? properties)
    {
        if (principal is not null)
        {
            properties ??= new AuthenticationProperties();
            var request = RequestSession.GetOrInstall(context, services);
            if (properties.Items.ContainsKey(RemoteScheme))
            {
                request.Channel.MarkAsRemoteCallback();
            }

            await request.InternalSession.LoadAsync(context.RequestAborted);
            if (await GetLoginSchemeAsync(scheme, schemes.GetDefaultSignInSchemeAsync) is { } login)
            {
                await SignInAsync(request, login, principal, properties);
            }
            else
            {
                request.InternalSession.RegenerateId();
            }
        }

        await inner.SignInAsync(context, scheme, principal!, properties);
    }

    // The session is signed out last, because the scheme may still read its ticket from it.
    public async Task SignOutAsync(HttpContext context, string? scheme, AuthenticationProperties? properties)
    {
        if (await GetLoginSchemeAsync(scheme, schemes.GetDefaultSignOutSchemeAsync) is not { } login)
        {
            await inner.SignOutAsync(context, scheme, properties);
            return;
        }

        // The user is read before the scheme removes the ticket.
        var request = RequestSession.GetOrInstall(context, services);
        var user = await FindUserAsync(request, context, login);
        await inner.SignOutAsync(context, scheme, properties);
        await request.InternalSession.LoadAsync(context.RequestAborted);
        if (user is not null || request.InternalSession.HasOwner)
        {
            request.InternalSession.SignOut();
        }

        GetUsers(request).SignOut(login);
    }

    private async Task<AuthenticateResult> AuthenticateOnceAsync(HttpContext context, string? scheme)
    {
        var outer = _authenticating;
        _authenticating = scheme;
        try
        {
            return await inner.AuthenticateAsync(context, scheme);
        }
        finally
        {
            _authenticating = outer;
        }
    }

    private RequestUsers GetUsers(RequestSession request) => RequestUsers.GetOrCreate(request, services);

    private async ValueTask<AuthenticatedUser?> FindUserAsync(RequestSession request, HttpContext context, string login)
    {
        if (!GetUsers(request).Has(login))
        {
            await AuthenticateAsync(context, login);
        }

        return await GetUsers(request).FindAsync(login, context);
    }

    private async ValueTask SignInAsync(
        RequestSession request, string scheme, ClaimsPrincipal principal, AuthenticationProperties properties)
    {
        var now = services.Sessions.Now;
        var user = new AuthenticatedUser(_options.GetNormalizedOwner(principal), scheme)
        {
            SignedInAt = LoginProperties.ReadTime(properties) ?? now,
            MaxSessions = _options.GetLimit(principal),
        };
        if (user.Id is null)
        {
            services.LogUserWithoutId(scheme);
        }

        await SignInLimit.ThrowIfReachedAsync(
            services.Sessions, request.InternalSession.Access(), user, request.Channel.Device, request.Context.RequestAborted);
        var isRefresh = LoginProperties.IsRefresh(properties, scheme);
        var expiry = isRefresh ? null : GetExpiry(scheme, properties);
        LoginProperties.Write(properties, user, now);
        if (request.Channel.IsCookieWithheld)
        {
            var token = SessionToken.New();
            LoginProperties.WriteDeferred(properties, token, expiry);
            request.InternalSession.Defer(token, user, now + services.DeferredLifetime);
        }
        else
        {
            request.InternalSession.SignIn(user, expiry, isRefresh);
        }

        GetUsers(request).SignIn(user);
    }

    // If the session keeps the ticket, it expires with the login.
    private SessionExpiry? GetExpiry(string scheme, AuthenticationProperties properties)
    {
        var cookie = cookies.Get(scheme);
        if (cookie.SessionStore is not SessionTicketStore)
        {
            return null;
        }

        return properties switch
        {
            { IsPersistent: false } => SessionExpiry.WithBrowserOrIdle(
                Shorter(services.Options.IdleTimeout, cookie.ExpireTimeSpan)),
            { ExpiresUtc: { } expiresAt } => SessionExpiry.At(expiresAt),
            _ when cookie.SlidingExpiration => SessionExpiry.Idle(cookie.ExpireTimeSpan),
            _ => SessionExpiry.At(services.Sessions.Now + cookie.ExpireTimeSpan),
        };
    }

    private static TimeSpan Shorter(TimeSpan left, TimeSpan right) => left < right ? left : right;

    // Returns the scheme's name if its users own sessions, else null.
    private async ValueTask<string?> GetLoginSchemeAsync(string? scheme, Func<Task<AuthenticationScheme?>> getDefault)
    {
        scheme ??= (await getDefault())?.Name;
        return scheme is not null && await IsLoginAsync(scheme) ? scheme : null;
    }

    private async ValueTask<bool> IsLoginAsync(string scheme)
        => _options.Schemes.Count > 0
            ? _options.Schemes.Contains(scheme)
            : scheme == (await schemes.GetDefaultAuthenticateSchemeAsync())?.Name;
}
