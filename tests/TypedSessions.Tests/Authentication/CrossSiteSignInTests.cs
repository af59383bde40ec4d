using System.Net;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Authentication;

/// <summary>Sign-ins by a form that another site posts, to which the browser sends no session cookie.</summary>
public sealed class CrossSiteSignInTests
{
    private const string SessionCookie = "__Host-session";

    public static TheoryData<bool, string> Requests => new MatrixTheoryData<bool, string>([false, true], ["Sec-Fetch-Site: cross-site", "Origin: null", "Origin: https://provider.test"]);

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task The_login_is_added_to_the_session_of_the_browser(bool keepsTickets, string header)
    {
        await using var site = await StartAsync(keepsTickets);
        using var browser = site.Open();
        await browser.ReadAsync("/set/book");
        using var attacker = browser.Copy();

        await PostFromElsewhereAsync(browser, "/callback/ada", header);
        Assert.Equal(attacker.Token, browser.Token);
        Assert.Equal("ada", await browser.ReadAsync("/me"));

        Assert.Equal("book", await browser.ReadAsync("/get"));
        Assert.Equal("id-ada", await browser.ReadAsync("/owner"));
        Assert.NotEqual(attacker.Token, browser.Token);
        Assert.Equal("none", await attacker.ReadAsync("/get"));
        site.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal("ada", await browser.ReadAsync("/me"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_the_request_itself_sets_is_added_once(bool keepsTickets)
    {
        await using var site = await StartAsync(keepsTickets);
        using var browser = site.Open();
        await browser.ReadAsync("/set/book");
        await PostFromElsewhereAsync(browser, "/callback/ada?greeting=hello");
        using var lost = browser.Copy();

        Assert.Equal("hello", await browser.ReadAsync("/greeting"));
        await browser.ReadAsync("/greeting/seen");
        Assert.Equal("none", await browser.ReadAsync("/greeting"));
        Assert.Equal("book", await browser.ReadAsync("/get"));
        Assert.Equal("ada", await lost.ReadAsync("/me"));
        Assert.Equal("none", await browser.ReadAsync("/greeting"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_browser_without_a_session_gets_one_with_the_next_request(bool keepsTickets)
    {
        await using var site = await StartAsync(keepsTickets);
        using var browser = site.Open();
        await PostFromElsewhereAsync(browser, "/callback/ada?greeting=hello");
        Assert.Null(browser.Token);

        Assert.Equal("ada", await browser.ReadAsync("/me"));
        Assert.Equal("hello", await browser.ReadAsync("/greeting"));
        Assert.NotNull(browser.Token);
        Assert.Equal("id-ada", await browser.ReadAsync("/owner"));
    }

    [Fact]
    public async Task Without_tickets_and_values_nothing_is_stored()
    {
        await using var site = await StartAsync(keepsTickets: false);
        using var browser = site.Open();

        await PostFromElsewhereAsync(browser, "/callback/ada");

        Assert.Empty(site.Engine.TakeCalls());
    }

    [Fact]
    public async Task Parallel_requests_after_the_login_all_are_signed_in()
    {
        await using var site = await StartAsync(keepsTickets: true);
        using var browser = site.Open();
        await browser.ReadAsync("/set/book");
        await PostFromElsewhereAsync(browser, "/callback/ada");
        using var second = browser.Copy();
        var haveLoaded = new Meeting(2);
        site.Engine.Before = call => call == "rotate" ? haveLoaded.ArriveAsync() : Task.CompletedTask;

        var users = await Task.WhenAll(browser.ReadAsync("/me"), second.ReadAsync("/me"));
        site.Engine.Before = null;

        Assert.Equal(["ada", "ada"], users);
        Assert.Equal("book", await browser.ReadAsync("/get"));
    }

    [Fact]
    public async Task After_the_logout_the_login_of_the_form_is_worth_nothing()
    {
        await using var site = await StartAsync(keepsTickets: true);
        using var browser = site.Open();
        await browser.ReadAsync("/set/book");
        await PostFromElsewhereAsync(browser, "/callback/ada");
        using var thief = browser.Copy();
        thief.Cookies.Remove(SessionCookie);
        await browser.ReadAsync("/me");

        await browser.ReadAsync("/logout");

        Assert.Equal("nobody", await thief.ReadAsync("/me"));
    }

    [Fact]
    public async Task A_post_of_another_site_that_begins_a_session_is_logged()
    {
        await using var site = await StartAsync(keepsTickets: false);
        using var browser = site.Open();

        await PostFromElsewhereAsync(browser, "/paid");

        Assert.NotNull(browser.Token);
        Assert.Equal(1, site.Log.CountOf("BegunByCrossSiteRequest"));
    }

    [Theory]
    [InlineData("Sec-Fetch-Site: same-origin")]
    [InlineData("Sec-Fetch-Site: none")]
    public async Task A_post_of_the_site_itself_signs_in_as_ever(string header)
    {
        await using var site = await StartAsync(keepsTickets: true);
        using var browser = site.Open();

        await PostFromElsewhereAsync(browser, "/callback/ada", header);

        Assert.NotNull(browser.Token);
        Assert.Equal("ada", await browser.ReadAsync("/me"));
    }

    // As a browser does with a Lax cookie: it is not sent, and stays.
    private static async Task PostFromElsewhereAsync(Browser browser, string path, string header = "Sec-Fetch-Site: cross-site")
    {
        var kept = browser.Token;
        browser.Cookies.Remove(SessionCookie);
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Headers.TryAddWithoutValidation(header.Split(": ")[0], header.Split(": ")[1]);
        using var response = await browser.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        if (kept is not null)
        {
            browser.Cookies.TryAdd(SessionCookie, kept);
        }
    }

    private static Task<TestSite> StartAsync(bool keepsTickets) => LoginSite.StartAsync(
        LoginSite.Cookie, sessions: sessions => _ = keepsTickets ? sessions.KeepTicketsInSession() : sessions, endpoints: app =>
        {
            app.MapPost("/callback/{name}", async (string name, string? greeting, HttpContext context) =>
            {
                await context.SignInAsync(LoginSite.PrincipalOf(name, "provider"));
                LoginSite.Greet(context, greeting);
            });
            app.MapPost("/paid", (ISession session) => session.SetString("paid", "yes"));
            app.MapGet("/greeting", (ISession session) => session.GetString("greeting") ?? "none");
            app.MapGet("/greeting/seen", (ISession session) => session.Remove("greeting"));
        });
}
