using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Authentication;

/// <summary>With tickets in the session, the login and the session expire together.</summary>
public sealed class LoginLifetimeTests
{
    private const string LoginCookie = ".AspNetCore.Cookies", SessionCookie = "__Host-session";

    [Fact]
    public async Task A_login_to_remember_uses_the_lifetime_of_the_scheme_and_slides()
    {
        await using var site = await StartAsync(login => login.ExpireTimeSpan = TimeSpan.FromDays(30));
        using var browser = site.Open();

        var cookies = await LoginAsync(browser, "/remember");
        Assert.Equal(TimeSpan.FromDays(30), cookies[SessionCookie].MaxAge);
        Assert.NotNull(cookies[LoginCookie].Expires);

        for (var i = 0; i < 4; i++)
        {
            site.Clock.Advance(TimeSpan.FromDays(20));
            Assert.Equal("ada", await browser.ReadAsync("/me"));
        }

        site.Clock.Advance(TimeSpan.FromDays(30));
        Assert.Equal("nobody", await browser.ReadAsync("/me"));
    }

    [Fact]
    public async Task The_cookie_of_a_login_to_remember_is_renewed_before_the_browser_drops_it()
    {
        await using var site = await StartAsync(login => login.ExpireTimeSpan = TimeSpan.FromDays(30));
        using var browser = site.Open();
        var ends = (await LoginAsync(browser, "/remember"))[LoginCookie].Expires!.Value;
        using var first = await browser.GetAsync("/me");
        Assert.Empty(first.SetCookies());

        for (var day = 1; day < 200; day++)
        {
            site.Clock.Advance(TimeSpan.FromDays(1));
            using var response = await browser.GetAsync("/me");
            ends = response.SetCookies().FirstOrDefault(cookie => cookie.Name == LoginCookie)?.Expires ?? ends;
            Assert.True(ends > site.Clock.GetUtcNow() + TimeSpan.FromDays(26), $"day {day}: the login's cookie ends {ends}");
        }
    }

    [Fact]
    public async Task A_login_without_sliding_expiration_ends_at_the_time_of_the_scheme()
    {
        await using var site = await StartAsync(login => (login.ExpireTimeSpan, login.SlidingExpiration) = (TimeSpan.FromDays(2), false));
        using var browser = site.Open();
        await LoginAsync(browser, "/remember");
        site.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal("ada", await browser.ReadAsync("/me"));
        site.Clock.Advance(TimeSpan.FromDays(1));

        Assert.Equal("nobody", await browser.ReadAsync("/me"));
    }

    [Fact]
    public async Task An_end_that_the_application_gave_is_that_of_the_session()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await LoginAsync(browser, "/until/3");
        site.Clock.Advance(TimeSpan.FromDays(3) - TimeSpan.FromSeconds(1));
        Assert.Equal("ada", await browser.ReadAsync("/me"));
        site.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("nobody", await browser.ReadAsync("/me"));
        Assert.Equal("none", await browser.ReadAsync("/get"));
    }

    [Fact]
    public async Task A_login_not_to_remember_ends_with_the_browser_and_uses_the_idle_timeout_of_the_scheme()
    {
        await using var site = await StartAsync(login => login.ExpireTimeSpan = TimeSpan.FromHours(1));
        using var browser = site.Open();

        var cookies = await LoginAsync(browser, "/login/ada");

        Assert.Null(cookies[SessionCookie].MaxAge);
        Assert.Null(cookies[LoginCookie].Expires);
        site.Clock.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal("ada", await browser.ReadAsync("/me"));
        site.Clock.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal("ada", await browser.ReadAsync("/me"));
        site.Clock.Advance(TimeSpan.FromMinutes(60));
        Assert.Equal("nobody", await browser.ReadAsync("/me"));
    }

    [Fact]
    public async Task Only_a_sign_in_restarts_the_absolute_lifetime()
    {
        await using var site = await StartAsync(options: options => options.AbsoluteLifetime = TimeSpan.FromDays(14));
        using var browser = site.Open();
        await browser.ReadAsync("/set/book");
        site.Clock.Advance(TimeSpan.FromDays(10));
        await LoginAsync(browser, "/login/ada");
        site.Clock.Advance(TimeSpan.FromDays(10));
        await browser.ReadAsync("/renew");
        Assert.Equal("book", await browser.ReadAsync("/get"));
        site.Clock.Advance(TimeSpan.FromDays(4));

        Assert.Equal("none", await browser.ReadAsync("/get"));
    }

    [Fact]
    public async Task A_refreshed_login_keeps_its_lifetime()
    {
        await using var site = await StartAsync(login => login.ExpireTimeSpan = TimeSpan.FromDays(30));
        using var browser = site.Open();
        await LoginAsync(browser, "/remember");
        site.Clock.Advance(TimeSpan.FromDays(20));
        await browser.ReadAsync("/refresh");
        site.Clock.Advance(TimeSpan.FromDays(20));

        Assert.Equal("ada", await browser.ReadAsync("/me"));
        site.Clock.Advance(TimeSpan.FromDays(20));
        Assert.Equal("ada", await browser.ReadAsync("/me"));
    }

    private static async Task<Dictionary<string, Microsoft.Net.Http.Headers.SetCookieHeaderValue>> LoginAsync(Browser browser, string path)
    {
        using var response = await browser.GetAsync(path);
        response.EnsureSuccessStatusCode();
        return response.SetCookies().ToDictionary(cookie => cookie.Name.ToString());
    }

    private static Task<TestSite> StartAsync(
        Action<CookieAuthenticationOptions>? login = null, Action<TypedSessionsOptions>? options = null)
        => LoginSite.StartAsync(LoginSite.Cookie, options, sessions => sessions.KeepTicketsInSession(), endpoints: Map, login: login);

    private static void Map(WebApplication app)
    {
        app.MapGet("/renew", (ISession session) => session.RegenerateId());
        app.MapGet("/remember", (HttpContext context) => context.SignInAsync(
            LoginSite.GetPrincipal("ada", "login"), new AuthenticationProperties { IsPersistent = true }));
        app.MapGet("/until/{days}", (int days, HttpContext context, TimeProvider clock) => context.SignInAsync(
            LoginSite.GetPrincipal("ada", "login"),
            new AuthenticationProperties { IsPersistent = true, ExpiresUtc = clock.GetUtcNow() + TimeSpan.FromDays(days) }));
        app.MapGet("/refresh", async (HttpContext context) =>
        {
            var login = await context.AuthenticateAsync();
            await context.SignInAsync(login.Principal!, login.Properties);
        });
    }
}
