using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace TypedSessions.Tests.Authentication;

/// <summary>An application's own, insecure authentication handler: a cookie with the user's name.</summary>
internal sealed class CustomHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : SignInAuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    private const string CookieName = "who";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        => Task.FromResult(Request.Cookies[CookieName] is { Length: > 0 } name
            ? AuthenticateResult.Success(new AuthenticationTicket(
                LoginSite.GetPrincipal(name, Scheme.Name), Scheme.Name))
            : AuthenticateResult.NoResult());

    protected override Task HandleSignInAsync(ClaimsPrincipal user, AuthenticationProperties? properties)
    {
        Response.Cookies.Append(CookieName, user.Identity!.Name!);
        return Task.CompletedTask;
    }

    protected override Task HandleSignOutAsync(AuthenticationProperties? properties)
    {
        Response.Cookies.Delete(CookieName);
        return Task.CompletedTask;
    }
}
