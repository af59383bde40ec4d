using System.Net;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using TypedSessions.Storage;
using TypedSessions.Tests.Http;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Authentication;

/// <summary>Sign-ins whose commit fails because another request has ended the session or because of the engine.</summary>
public sealed class RefusedCommitTests
{
    [Theory]
    [InlineData("/login/ada", false)]
    [InlineData("/login-with-body", false)]
    [InlineData("/login/ada", true)]
    [InlineData("/login-with-body", true)]
    public async Task A_sign_in_whose_owned_session_was_ended_elsewhere_gets_409_and_nothing_else(string path, bool throwsOnEngineFailure)
    {
        await using var site = await StartAsync(options => options.ThrowOnEngineFailure = throwsOnEngineFailure);
        using var browser = site.Open();
        await browser.LoginAsync("ada");
        await browser.ReadAsync("/set/book");
        site.Engine.Before = call => call == "rotate" ? EndAllAsync(site) : Task.CompletedTask;

        using var response = await browser.GetAsync(path);

        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.Empty(response.SetCookies());
        Assert.False(response.Headers.Contains("Location"));
        Assert.False(response.Headers.Contains("X-Handler"));
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_handler_that_commits_explicitly_can_return_another_response()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.LoginAsync("ada");
        await browser.ReadAsync("/set/book");
        site.Engine.Before = call => call == "rotate" ? EndAllAsync(site) : Task.CompletedTask;

        Assert.Equal("ended elsewhere", await browser.ReadAsync("/login-and-catch"));
    }

    [Fact]
    public async Task A_sign_in_whose_anonymous_session_was_ended_begins_a_session_with_its_own_values()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/set/book");
        site.Engine.Before = call => call == "rotate" ? EndAllAsync(site) : Task.CompletedTask;

        await browser.ReadAsync("/login-and-set");
        site.Engine.Before = null;

        Assert.Equal("id-ada", await browser.ReadAsync("/owner"));
        Assert.Equal("hello", await browser.ReadAsync("/greeting"));
        Assert.Equal("none", await browser.ReadAsync("/get"));
    }

    [Fact]
    public async Task A_sign_in_whose_anonymous_session_was_ended_keeps_its_own_additions_to_a_list_and_a_sum()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/add/ended");
        site.Engine.Before = call => call == "rotate" ? EndAllAsync(site) : Task.CompletedTask;

        await browser.ReadAsync("/login-and-add/own");
        site.Engine.Before = null;

        Assert.Equal("id-ada", await browser.ReadAsync("/owner"));
        Assert.Equal("own:1", await browser.ReadAsync("/cart"));
        Assert.Equal("1", await browser.ReadAsync("/visits"));
    }

    [Theory]
    [InlineData("/login-and-set", "default")]
    [InlineData("/login-and-set?before=2", "after 2.00:00:00 without activity")]
    [InlineData("/login-and-set?after=2", "after 2.00:00:00 without activity")]
    [InlineData("/login-and-set?before=3&after=2", "after 2.00:00:00 without activity")]
    public async Task A_session_that_replaces_a_gone_one_has_the_expiry_that_the_request_has_set(string path, string expiry)
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/forever");
        await browser.ReadAsync("/set/book");
        site.Engine.Before = call => call == "rotate" ? EndAllAsync(site) : Task.CompletedTask;

        await browser.ReadAsync(path);
        site.Engine.Before = null;

        Assert.Equal(expiry, await browser.ReadAsync("/expiry"));
    }

    [Theory]
    [InlineData(true, "after 14.00:00:00 without activity")]
    [InlineData(false, "with the browser, or after 14.00:00:00 without activity")]
    public async Task A_session_that_replaces_a_gone_one_expires_with_its_ticket(bool isPersistent, string expiry)
    {
        await using var site = await StartAsync(sessions: static sessions => sessions.KeepTicketsInSession());
        using var browser = site.Open();
        await browser.ReadAsync("/forever");
        await browser.ReadAsync("/set/book");
        site.Engine.Before = call => call == "rotate" ? EndAllAsync(site) : Task.CompletedTask;

        await browser.ReadAsync($"/login-and-set?persistent={isPersistent}");
        site.Engine.Before = null;

        Assert.Equal(expiry, await browser.ReadAsync("/expiry"));
    }

    [Fact]
    public async Task A_session_that_replaces_an_ended_one_has_the_expiry_that_the_request_has_set()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/forever");
        await browser.ReadAsync("/set/book");
        using var late = browser.Copy();
        await browser.ReadAsync("/login-and-set");
        await EndAllAsync(site);

        await late.ReadAsync("/login-and-set?before=2");

        Assert.Equal("after 2.00:00:00 without activity", await late.ReadAsync("/expiry"));
        Assert.Equal("none", await late.ReadAsync("/get"));
    }

    [Fact]
    public async Task A_request_that_continues_with_the_session_of_a_parallel_one_keeps_the_expiry_that_it_has_set()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/set/book");
        using var login = site.Open();
        await login.LoginAsync("ada");
        browser.Cookies[".AspNetCore.Cookies"] = login.Cookies[".AspNetCore.Cookies"];
        using var parallel = browser.Copy();
        var isFirst = true;
        site.Engine.Before = call =>
        {
            (var adopts, isFirst) = (isFirst && call == "rotate", isFirst && call != "rotate");
            return adopts ? parallel.ReadAsync("/owner") : Task.CompletedTask;
        };

        await browser.ReadAsync("/expire-after/2");

        Assert.Equal("id-ada", await parallel.ReadAsync("/owner"));
        Assert.Equal("book", await parallel.ReadAsync("/get"));
        Assert.Equal("after 2.00:00:00 without activity", await parallel.ReadAsync("/expiry"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_sign_in_before_the_session_middleware_is_answered_with_503_if_the_engine_fails(bool hasTickets)
    {
        await using var site = await LoginSite.StartAsync(
            LoginSite.External,
            sessions: sessions => _ = hasTickets ? sessions.KeepTicketsInSession() : sessions,
            pipeline: app => app.UseAuthentication().UseTypedSessions());
        using var browser = site.Open();
        await browser.ReadAsync("/set/book");
        site.Engine.Before = call => call == "rotate" ? throw new SessionEngineException("The store is away.") : Task.CompletedTask;

        var error = await Record.ExceptionAsync(() => browser.LoginAsync("ada"));

        Assert.Contains("ServiceUnavailable", error!.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(".AspNetCore.Cookies", browser.Cookies.Keys);
    }

    private static async Task EndAllAsync(TestSite site)
    {
        var sessions = await ((ISessionInventory)site.Engine.Inner).ListAsync(CancellationToken.None).ToListAsync();
        foreach (var (key, _) in sessions)
        {
            await site.Engine.Inner.RemoveAsync(key, CancellationToken.None);
        }
    }

    private static void ExpireAfter(ISession session, int? days)
    {
        if (days is { } idle)
        {
            session.Expiry = SessionExpiry.Idle(TimeSpan.FromDays(idle));
        }
    }

    private static Task<TestSite> StartAsync(
        Action<TypedSessionsOptions>? options = null, Action<TypedSessionsBuilder>? sessions = null)
        => LoginSite.StartAsync(LoginSite.Cookie, options, sessions, endpoints: MapEndpoints);

    private static void MapEndpoints(WebApplication app)
    {
        app.MapGet("/expiry", (ISession session) => session.Expiry.ToString());
        app.MapGet("/expire-after/{days}", (int days, ISession session) => ExpireAfter(session, days));
        app.MapGet("/login-with-body", async (HttpContext context) =>
        {
            await context.SignInAsync(LoginSite.GetPrincipal("ada", "login"));
            context.Response.Headers["X-Handler"] = "yes";
            context.Response.Redirect("/elsewhere");
            await context.Response.WriteAsync("welcome");
        });
        app.MapGet("/login-and-set", async (HttpContext context, ISession session, int? before, int? after, bool persistent = false) =>
        {
            ExpireAfter(session, before);
#pragma warning disable TSES045 // Only other tests of the project disable the handling of sign-ins.
            await context.SignInAsync(
                LoginSite.GetPrincipal("ada", "login"), new AuthenticationProperties { IsPersistent = persistent });
#pragma warning restore TSES045
            LoginSite.Greet(context, "hello");
            ExpireAfter(session, after);
        });
        ConcurrencyTests.MapMerging(app);
        app.MapGet("/login-and-add/{product}", async (string product, HttpContext context) =>
        {
            var cart = context.Session.As<MergingCart>();
            cart.Lines.Add(new() { Product = product, Count = 1 });
            cart.Visits++;
#pragma warning disable TSES045 // Only other tests of the project disable the handling of sign-ins.
            await context.SignInAsync(LoginSite.GetPrincipal("ada", "login"));
#pragma warning restore TSES045
        });
        app.MapGet("/login-and-catch", async (HttpContext context) =>
        {
            await context.SignInAsync(LoginSite.GetPrincipal("ada", "login"));
            try
            {
                await context.Session.CommitAsync();
                return "welcome";
            }
            catch (SessionRefusedException)
            {
                return "ended elsewhere";
            }
        });
        app.MapGet("/greeting", (ISession session) => session.GetString("greeting") ?? "none");
    }
}
