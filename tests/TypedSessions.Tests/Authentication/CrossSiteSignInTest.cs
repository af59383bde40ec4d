using System.Net;
using System.Text;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Authentication;

/// <summary>A site whose login form is posted cross-site, without a session cookie.</summary>
public abstract class CrossSiteSignInTest
{
    internal const string SessionCookie = "__Host-session";

    internal static async Task PostCrossSiteAsync(Browser browser, string path, string header = "Sec-Fetch-Site: cross-site")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Headers.TryAddWithoutValidation(header.Split(": ")[0], header.Split(": ")[1]);
        using var response = await browser.SendCrossSiteAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    internal static Task<TestSite> StartAsync(
        bool keepsTickets, Action<TypedSessionsOptions>? options = null,
        Action<CookieAuthenticationOptions>? login = null) => LoginSite.StartAsync(
        LoginSite.Cookie,
        options,
        sessions => _ = keepsTickets ? sessions.KeepTicketsInSession() : sessions,
        login: login,
        endpoints: app =>
        {
            app.MapPost("/callback/{name}", async (string name, string? greeting, HttpContext context) =>
            {
                await context.SignInAsync(LoginSite.GetPrincipal(name, "provider"));
                LoginSite.Greet(context, greeting);
            });
            app.MapPost("/remember/{name}", (string name, int? days, HttpContext context, TimeProvider clock) => context.SignInAsync(
                LoginSite.GetPrincipal(name, "provider"),
                new AuthenticationProperties
                {
                    IsPersistent = true,
                    ExpiresUtc = days is { } end ? clock.GetUtcNow().AddDays(end) : null,
                }));
            app.MapPost("/paid", (ISession session) => session.SetString("paid", "yes"));
            app.MapGet("/abandon", (ISession session) => session.Abandon());
            app.MapGet("/relogin/{name}", async (string name, HttpContext context) =>
            {
                await context.SignOutAsync();
                await context.SignInAsync(LoginSite.GetPrincipal(name, "relogin"));
            });
            app.MapGet("/greeting", (ISession session) => session.GetString("greeting") ?? "none");
            app.MapGet("/greeting/seen", (ISession session) => session.Remove("greeting"));
        });
}
