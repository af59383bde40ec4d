using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using TypedSessions.Sessions;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Authentication;

/// <summary>Sign-ins by a form that another site posts, to which the browser sends no session cookie.</summary>
public sealed class CrossSiteSignInTests
{
    private const string SessionCookie = "__Host-session";

    public static TheoryData<bool, string> Requests
        => new MatrixTheoryData<bool, string>(
            [false, true], ["Sec-Fetch-Site: cross-site", "Origin: null", "Origin: https://provider.test"]);

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
    public async Task Values_of_the_request_itself_are_added_once(bool keepsTickets)
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
    public async Task No_stored_value_has_the_token_of_a_stored_session()
    {
        await using var site = await StartAsync(keepsTickets: true);
        using var browser = site.Open();
        await browser.ReadAsync("/set/book");
        await PostFromElsewhereAsync(browser, "/callback/ada?greeting=hello");
        var before = await FindTokensAsync(site);
        Assert.Equal("ada", await browser.ReadAsync("/me"));

        Assert.Empty(before);
        Assert.Empty(await FindTokensAsync(site));
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

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_user_who_signs_in_again_gets_a_new_id_once(bool keepsTickets)
    {
        await using var site = await StartAsync(keepsTickets);
        using var browser = site.Open();
        await PostFromElsewhereAsync(browser, "/callback/ada");
        await browser.ReadAsync("/set/book");
        using var thief = site.Open();
        thief.Cookies[SessionCookie] = browser.Token!;

        await PostFromElsewhereAsync(browser, "/callback/ada");

        Assert.Equal("book", await browser.ReadAsync("/get"));
        Assert.NotEqual(thief.Token, browser.Token);
        Assert.Equal("none", await thief.ReadAsync("/get"));
        var token = browser.Token;
        Assert.Equal("book", await browser.ReadAsync("/get"));
        Assert.Equal(token, browser.Token);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_session_that_begins_under_the_login_keeps_its_id(bool keepsTickets)
    {
        await using var site = await StartAsync(keepsTickets);
        using var browser = site.Open();
        await PostFromElsewhereAsync(browser, "/callback/ada");
        await browser.ReadAsync("/set/book");
        var token = browser.Token;

        Assert.Equal("book", await browser.ReadAsync("/get"));

        Assert.NotNull(token);
        Assert.Equal(token, browser.Token);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_of_several_first_requests_after_a_repeated_sign_in_rotates_the_session(bool keepsTickets)
    {
        await using var site = await StartAsync(keepsTickets);
        using var browser = site.Open();
        await PostFromElsewhereAsync(browser, "/callback/ada");
        await browser.ReadAsync("/set/book");
        await PostFromElsewhereAsync(browser, "/callback/ada");
        using var second = browser.Copy();
        using var late = browser.Copy();
        var haveLoaded = new Meeting(2);
        site.Engine.Before = call => call == "rotate" ? haveLoaded.ArriveAsync() : Task.CompletedTask;

        var carts = await Task.WhenAll(browser.ReadAsync("/get"), second.ReadAsync("/get"));
        site.Engine.Before = null;

        Assert.Equal(["book", "book"], carts);
        Assert.Equal("book", await late.ReadAsync("/get"));
        Assert.Equal(2, new[] { browser.Token, second.Token, late.Token }.Distinct().Count());
    }

    [Theory]
    [InlineData("remove")]
    [InlineData("abandon")]
    [InlineData("/login/bob")]
    [InlineData("/relogin/bob")]
    public async Task A_session_that_ends_takes_the_login_of_the_form_with_it(string end)
    {
        await using var site = await StartAsync(keepsTickets: true);
        using var browser = site.Open();
        await browser.ReadAsync("/set/book");
        await PostFromElsewhereAsync(browser, "/callback/ada");
        Assert.Equal("ada", await browser.ReadAsync("/me"));
        using var left = browser.Copy();

        switch (end)
        {
            case "remove":
                Assert.True(SessionToken.TryParse(browser.Token.AsMemory(), out var token));
                Assert.True(await site.Services.GetRequiredService<ISessionManager>().RemoveAsync(token.Key));
                break;
            case "abandon":
                await browser.ReadAsync("/abandon");
                break;
            default:
                await browser.ReadAsync(end);
                break;
        }

        Assert.Equal("nobody", await left.ReadAsync("/me"));
        left.Cookies.Remove(SessionCookie);
        Assert.Equal("nobody", await left.ReadAsync("/me"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("/callback/ada")]
    public async Task The_absolute_lifetime_begins_again_with_the_login(string? earlier)
    {
        await using var site = await StartAsync(
            keepsTickets: true, options => options.AbsoluteLifetime = options.IdleTimeout = TimeSpan.FromHours(10));
        using var browser = site.Open();
        if (earlier is not null)
        {
            await PostFromElsewhereAsync(browser, earlier);
        }

        await browser.ReadAsync("/set/book");
        site.Clock.Advance(TimeSpan.FromHours(9));

        await PostFromElsewhereAsync(browser, "/callback/ada");
        Assert.Equal("ada", await browser.ReadAsync("/me"));

        site.Clock.Advance(TimeSpan.FromHours(9));
        Assert.Equal("ada", await browser.ReadAsync("/me"));
        Assert.Equal("book", await browser.ReadAsync("/get"));
        site.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal("nobody", await browser.ReadAsync("/me"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_login_to_remember_sets_the_expiry_of_the_session(bool hasEnd)
    {
        await using var site = await StartAsync(keepsTickets: true, login: login => login.ExpireTimeSpan = TimeSpan.FromDays(30));
        using var browser = site.Open();
        await browser.ReadAsync("/set/book");

        await PostFromElsewhereAsync(browser, "/remember/ada" + (hasEnd ? "?days=3" : ""));
        using var response = await browser.GetAsync("/me");

        var days = hasEnd ? 3 : 30;
        Assert.Equal(TimeSpan.FromDays(days), response.SetCookies().Single(cookie => cookie.Name == SessionCookie).MaxAge);
        site.Clock.Advance(TimeSpan.FromDays(days) - TimeSpan.FromSeconds(1));
        Assert.Equal("ada", await browser.ReadAsync("/me/read-only"));
        site.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("nobody", await browser.ReadAsync("/me"));
    }

    [Fact]
    public async Task A_post_of_another_site_that_begins_a_session_is_logged()
    {
        await using var site = await StartAsync(keepsTickets: false);
        using var browser = site.Open();

        await PostFromElsewhereAsync(browser, "/paid");

        Assert.NotNull(browser.Token);
        Assert.Equal(1, site.Log.GetCount("BegunByCrossSiteRequest"));
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

    // A well-formed token of an existing record.
    private static async Task<List<string>> FindTokensAsync(TestSite site)
    {
        var found = new List<string>();
        var engine = site.Engine.Inner;
        await foreach (var (_, record) in ((ISessionInventory)engine).ListAsync(TestContext.Current.CancellationToken))
        {
            foreach (Match match in Regex.Matches(Encoding.Latin1.GetString(record.Values.Payload.Span), "(?=([A-Za-z0-9_-]{43}))"))
            {
                var text = match.Groups[1].Value;
                if (SessionToken.TryParse(text.AsMemory(), out var token)
                    && await engine.LoadAsync(token.Key, TestContext.Current.CancellationToken) is not null)
                {
                    found.Add(text);
                }
            }
        }

        return found;
    }

    private static async Task PostFromElsewhereAsync(Browser browser, string path, string header = "Sec-Fetch-Site: cross-site")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Headers.TryAddWithoutValidation(header.Split(": ")[0], header.Split(": ")[1]);
        using var response = await browser.SendFromElsewhereAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private static Task<TestSite> StartAsync(
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
