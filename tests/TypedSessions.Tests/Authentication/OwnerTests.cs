using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Authentication;

/// <summary>The owner of a session follows the authenticated user of the request.</summary>
public sealed class OwnerTests
{
    private const string LoginCookie = ".AspNetCore.Cookies", SessionCookie = "__Host-session";

    [Fact]
    public async Task A_session_that_begins_while_a_user_is_signed_in_belongs_to_the_user()
    {
        await using var site = await LoginSite.StartAsync(LoginSite.Cookie);
        using var browser = site.Open();
        await browser.LoginAsync("ada");
        browser.Cookies.Remove(SessionCookie);

        await browser.ReadAsync("/set/book");
        browser.Cookies.Remove(LoginCookie);

        Assert.Equal("id-ada", await browser.ReadAsync("/owner"));
    }

    [Fact]
    public async Task An_anonymous_session_that_a_user_uses_gets_a_new_id_and_becomes_theirs()
    {
        await using var site = await LoginSite.StartAsync(LoginSite.Cookie);
        using var browser = site.Open();
        await browser.ReadAsync("/set/book");
        using var attacker = browser.Copy();
        using var elsewhere = site.Open();
        await elsewhere.LoginAsync("ada");
        browser.Cookies[LoginCookie] = elsewhere.Cookies[LoginCookie];

        Assert.Equal("book", await browser.ReadAsync("/get"));

        Assert.NotEqual(attacker.Token, browser.Token);
        Assert.Equal("id-ada", await browser.ReadAsync("/owner"));
        Assert.Equal("none", await attacker.ReadAsync("/get"));
    }

    [Theory]
    [InlineData("/get")]
    [InlineData("/get/late")]
    [InlineData("/get/read-only")]
    public async Task The_next_user_of_a_browser_does_not_get_values_of_the_previous_session(string path)
    {
        await using var site = await LoginSite.StartAsync(LoginSite.Cookie, endpoints: Map);
        using var browser = site.Open();
        await browser.LoginAsync("ada");
        await browser.ReadAsync("/set/jewels");
        using var other = site.Open();
        await other.LoginAsync("bob");
        browser.Cookies[LoginCookie] = other.Cookies[LoginCookie];

        Assert.Equal("none", await browser.ReadAsync(path));
        Assert.Equal("none", await browser.ReadAsync("/get"));
    }

    [Fact]
    public async Task One_of_several_first_requests_after_a_login_rotates_and_the_others_continue_with_it()
    {
        await using var site = await LoginSite.StartAsync(LoginSite.Cookie, endpoints: Map);
        using var browser = site.Open();
        await browser.ReadAsync("/set/book");
        using var elsewhere = site.Open();
        await elsewhere.LoginAsync("ada");
        browser.Cookies[LoginCookie] = elsewhere.Cookies[LoginCookie];
        using var second = browser.Copy();
        using var third = browser.Copy();
        var haveLoaded = new AsyncBarrier(2);
        site.Engine.Before = call => call == "rotate" ? haveLoaded.SignalAndWaitAsync() : Task.CompletedTask;

        await Task.WhenAll(browser.ReadAsync("/add/a"), second.ReadAsync("/add/b"));
        site.Engine.Before = null;
        using var late = await third.GetAsync("/add/c");

        Assert.Empty(late.SetCookies());
        var winner = Assert.Single(new[] { browser, second }, it => it.Token != third.Token);
        Assert.Equal("abc book", await winner.ReadAsync("/all"));
    }

    [Fact]
    public async Task An_owner_set_by_the_application_is_not_changed()
    {
        await using var site = await LoginSite.StartAsync(LoginSite.Cookie, endpoints: Map);
        using var browser = site.Open();
        await browser.ReadAsync("/own/household");
        using var elsewhere = site.Open();
        await elsewhere.LoginAsync("ada");
        browser.Cookies[LoginCookie] = elsewhere.Cookies[LoginCookie];

        Assert.Equal("household", await browser.ReadAsync("/owner"));
        Assert.Equal("household", await browser.ReadAsync("/owner"));
    }

    [Fact]
    public async Task Setting_the_owner_rotates_the_session()
    {
        await using var site = await LoginSite.StartAsync(LoginSite.Cookie, endpoints: Map);
        using var browser = site.Open();
        await browser.ReadAsync("/set/book");
        using var attacker = browser.Copy();

        await browser.ReadAsync("/own/household");

        Assert.NotEqual(attacker.Token, browser.Token);
        Assert.Equal("none", await attacker.ReadAsync("/get"));
        Assert.Equal("book", await browser.ReadAsync("/get"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_session_of_another_scheme_stays_while_its_user_is_authenticated(bool isSideAuthenticated)
    {
        await using var site = await LoginSite.StartAsync(
            LoginSite.Cookie,
            options => options.SignIn.Schemes.UnionWith(["Cookies", "side"]),
            sessions => sessions.Services.AddAuthentication().AddCookie("side", side => side.Cookie.SecurePolicy = CookieSecurePolicy.None),
            endpoints: Map);
        using var elsewhere = site.Open();
        await elsewhere.LoginAsync("ada");
        using var browser = site.Open();
        await browser.ReadAsync("/side/eve");
        await browser.ReadAsync("/set/book");
        browser.Cookies[LoginCookie] = elsewhere.Cookies[LoginCookie];
        if (!isSideAuthenticated)
        {
            browser.Cookies.Remove(".AspNetCore.side");
        }

        Assert.Equal(isSideAuthenticated ? "book" : "none", await browser.ReadAsync("/get"));
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    public async Task A_user_without_an_id_gets_no_session_of_another_user(string? id)
    {
        await using var site = await LoginSite.StartAsync(
            LoginSite.Cookie, options => options.SignIn.GetOwner = user => user.Identity?.Name == "ada" ? "id-ada" : id);
        using var browser = site.Open();
        await browser.LoginAsync("ada");
        await browser.ReadAsync("/set/jewels");

        await browser.LoginAsync("eve");

        Assert.Equal("none", await browser.ReadAsync("/get"));
        Assert.Equal("nobody", await browser.ReadAsync("/owner"));
        await browser.ReadAsync("/set/book");
        Assert.Equal("book", await browser.ReadAsync("/get"));
        await browser.LoginAsync("eve");
        Assert.Equal("none", await browser.ReadAsync("/get"));
        Assert.Equal(1, site.Log.GetCount("UserWithoutId"));
    }

    [Fact]
    public async Task An_empty_claim_is_skipped()
    {
        await using var site = await LoginSite.StartAsync(LoginSite.Cookie, endpoints: Map);
        using var browser = site.Open();

        await browser.ReadAsync("/claims?sub=42");

        Assert.Equal("42", await browser.ReadAsync("/owner"));
    }

    [Fact]
    public async Task An_id_that_is_too_long_is_stored_as_its_hash_and_found_by_itself()
    {
        var id = new string('x', 257);
        await using var site = await LoginSite.StartAsync(
            LoginSite.Cookie, options => options.SignIn.GetOwner = _ => id, sessions => sessions.UseMemory());
        using var browser = site.Open();
        var sessions = site.Services.GetRequiredService<ISessionManager>();

        await browser.LoginAsync("ada");

        Assert.Equal(43, (await browser.ReadAsync("/owner")).Length);
        Assert.Single(
            await sessions.FindByOwnerAsync(id, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken));
        Assert.Equal(1, await sessions.RemoveByOwnerAsync(id, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_job_cannot_set_the_owner_of_a_stored_session_or_rotate_it_without_its_token()
    {
        await using var site = await LoginSite.StartAsync(LoginSite.Cookie);
        using var browser = site.Open();
        await browser.ReadAsync("/set/book");
        var sessions = site.Services.GetRequiredService<ISessionManager>();
        var key = Assert.Single(site.Engine.Inner is ISessionInventory inventory
            ? await inventory.ListAsync(TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken)
            : []).Key;

        await using var byKey = (await sessions.OpenAsync(key, cancellationToken: TestContext.Current.CancellationToken))!;
        await using var byToken = (await sessions.OpenAsync(browser.Token!, cancellationToken: TestContext.Current.CancellationToken))!;

        Assert.Throws<InvalidOperationException>(() => byKey.Session.Owner = "ada");
        Assert.Throws<InvalidOperationException>(byKey.Session.RegenerateId);
        Assert.Throws<InvalidOperationException>(() => byToken.Session.Owner = "ada");
        byToken.Session.RegenerateId();
        Assert.True(await byToken.SaveAsync(TestContext.Current.CancellationToken));
        Assert.NotEqual(browser.Token, byToken.Token);
    }

    [Fact]
    public async Task A_disabled_endpoint_has_no_session_and_the_login_works()
    {
        await using var site = await LoginSite.StartAsync(
            LoginSite.Cookie, sessions: sessions => sessions.KeepTicketsInSession(), endpoints: app =>
            {
                app.MapGet("/health", (HttpContext context) => context.User.Identity?.Name ?? "nobody").DisableSession();
                app.MapGet("/broken", (HttpContext context) => context.Session.Id).DisableSession();
            });
        using var browser = site.Open();
        await browser.LoginAsync("ada");

        Assert.Equal("ada", await browser.ReadAsync("/health"));
        using var broken = await browser.GetAsync("/broken");
        Assert.Equal(HttpStatusCode.InternalServerError, broken.StatusCode);
    }

    private static void Map(WebApplication app)
    {
        app.MapGet("/get/read-only", (ISession session) => session.GetString("cart") ?? "none").ReadOnlySession();
        app.MapGet("/get/late", async (HttpContext context) =>
        {
            context.Response.Headers.CacheControl = "private";
            await context.Response.StartAsync();
            await context.Response.WriteAsync(context.Session.GetString("cart") ?? "none");
        });
        app.MapGet("/add/{key}", (string key, ISession session) => session.SetString(key, key));
        app.MapGet("/all", (ISession session)
            => $"{session.GetString("a")}{session.GetString("b")}{session.GetString("c")} {session.GetString("cart")}");
        app.MapGet("/own/{owner}", (string owner, ISession session) => session.Owner = owner);
        app.MapGet("/side/{name}", (string name, HttpContext context) => context.SignInAsync("side", LoginSite.GetPrincipal(name, "side")));
        app.MapGet("/claims", (string sub, HttpContext context) => context.SignInAsync(
            new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, ""), new Claim("sub", sub)], "claims"))));
    }
}
