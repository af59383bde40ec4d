using System.Net;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TypedSessions.Tests.Authentication;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Accounts;

/// <summary>Endpoints that require a recent sign-in.</summary>
public sealed class RecentSignInTests
{
    public static TheoryData<string> Paths { get; } = ["/email", "/mvc/email", "/mvc-action/email", "/page/email"];

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task A_sign_in_is_recent_for_the_given_time(string path)
    {
        await using var site = await StartAsync();
        using var browser = await site.OpenAsync("ada");
        site.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal("changed", await browser.ReadAsync(path));
        site.Clock.Advance(TimeSpan.FromSeconds(1));

        using var response = await browser.GetAsync(path + "?to=a%20b");

        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        Assert.Equal(
            new Uri(site.Address, $"/Account/Login?ReturnUrl={Uri.EscapeDataString(path + "?to=a%20b")}"), response.Headers.Location);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task A_confirmed_sign_in_and_a_new_one_are_recent(string path)
    {
        await using var site = await StartAsync();
        using var browser = await site.OpenAsync("ada");
        site.Clock.Advance(TimeSpan.FromHours(1));

        await browser.ReadAsync("/confirm");
        Assert.Equal("changed", await browser.ReadAsync(path));

        site.Clock.Advance(TimeSpan.FromHours(1));
        await browser.LoginAsync("ada");
        Assert.Equal("changed", await browser.ReadAsync(path));
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Visitors_without_a_sign_in_are_challenged(string path)
    {
        await using var site = await StartAsync();
        using var visitor = site.Open();
        using var response = await visitor.GetAsync(path);
        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
    }

    [Fact]
    public async Task A_session_without_a_time_of_its_sign_in_is_not_recent_before_it_is_confirmed()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/own/id-ada");
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(browser, "ada"));

        await browser.ReadAsync("/confirm");

        Assert.Equal(HttpStatusCode.OK, await SendAsync(browser, "ada"));
    }

    [Fact]
    public async Task The_recent_sign_in_of_another_user_in_the_same_browser_does_not_count()
    {
        await using var site = await StartAsync();
        using var browser = await site.OpenAsync("bob");
        Assert.Equal("changed", await browser.ReadAsync("/email"));

        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(browser, "ada"));
        Assert.Equal("bob", await browser.ReadAsync("/me"));
    }

    [Fact]
    public async Task A_user_who_may_not_use_the_endpoint_is_forbidden_and_not_asked_to_sign_in()
    {
        await using var site = await StartAsync();
        using var browser = await site.OpenAsync("ada");
        site.Clock.Advance(TimeSpan.FromHours(1));

        using var response = await browser.GetAsync("/admin");

        Assert.StartsWith("/Account/AccessDenied", response.Headers.Location!.PathAndQuery, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endpoint_without_cookie_redirects_answers_401()
    {
        await using var site = await StartAsync();
        using var browser = await site.OpenAsync("ada");
        site.Clock.Advance(TimeSpan.FromHours(1));
        using var response = await browser.GetAsync("/api/email");
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData((365 * 24 * 60) + 1)]
    public void An_invalid_time_is_refused(double minutes)
        => Assert.Throws<ArgumentOutOfRangeException>(() => new RequireRecentSignInAttribute { Minutes = minutes });

    private static async Task<HttpStatusCode> SendAsync(Browser browser, string user)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/header/email");
        request.Headers.Add("X-User", user);
        using var response = await browser.SendAsync(request);
        return response.StatusCode;
    }

    private static Task<TestSite> StartAsync(Action<TypedSessionsBuilder>? sessions = null)
        => AccountSite.StartAsync(
            it =>
            {
                it.Services.AddControllers().AddApplicationPart(typeof(RecentController).Assembly);
                it.Services.AddRazorPages().ConfigureApplicationPartManager(static parts => parts.ApplicationParts.Add(RecentPage.Part));
                it.Services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, HeaderHandler>("Header", null);
                sessions?.Invoke(it);
            },
            app =>
            {
                app.MapControllers();
                app.MapRazorPages();
                app.MapGet("/email", () => "changed").RequireRecentSignIn(TimeSpan.FromMinutes(5));
                app.MapGet("/api/email", () => "changed").RequireRecentSignIn().DisableCookieRedirect();
                app.MapGet("/admin", () => "changed").RequireAuthorization(policy => policy.RequireRole("admin")).RequireRecentSignIn();
                app.MapGet(
                    "/header/email",
                    [RequireRecentSignIn(AuthenticationSchemes = "Header")]
                () => "changed");
                app.MapGet("/own/{user}", (string user, ISession session) => session.Owner = user);
            });

    private sealed class HeaderHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
            => Task.FromResult(Request.Headers["X-User"] is [{ } user]
                ? AuthenticateResult.Success(new AuthenticationTicket(LoginSite.GetPrincipal(user, "Header"), "Header"))
                : AuthenticateResult.NoResult());
    }
}

[Route("/mvc"), RequireRecentSignIn(Minutes = 5)]
public sealed class RecentController : ControllerBase
{
    [HttpGet("email")]
    public string ChangeEmail() => "changed";

    [HttpGet("/mvc-action/email"), RequireRecentSignIn(Minutes = 20)]
    public string ChangeEmailLonger() => "changed";
}
