using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.Extensions.DependencyInjection;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Http;

/// <summary>TempData and ASP.NET Core's own session middleware beside ours.</summary>
public sealed class NeighboursTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task TempData_lives_in_the_session(bool besideUseSession)
    {
        await using var site = await StartAsync(besideUseSession);
        using var browser = site.Open();

        using (var response = await browser.GetAsync("/neighbours/redirect"))
        {
            Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
            Assert.Equal("__Host-session", Assert.Single(response.SetCookies()).Name.Value);
        }

        Assert.Equal(["create"], site.Engine.TakeCalls());
        Assert.Equal("Saved.", await browser.ReadAsync("/neighbours/show"));
        Assert.Equal("", await browser.ReadAsync("/neighbours/show"));
    }

    [Fact]
    public async Task A_stray_UseSession_hands_out_the_same_session_and_sends_no_second_cookie()
    {
        await using var site = await StartAsync(besideUseSession: true);
        using var browser = site.Open();

        await browser.ReadAsync("/set");

        Assert.Equal(["__Host-session"], browser.Cookies.Keys);
        Assert.Equal(["create"], site.Engine.TakeCalls());
        Assert.Equal("Ada", await browser.ReadAsync("/get"));
        Assert.Equal(1, site.Log.CountOf("StrayUseSession"));
    }

    [Fact]
    public async Task A_stray_UseSession_before_ours_does_no_harm()
    {
        await using var site = await StartAsync(besideUseSession: false, outer: app => app.UseSession());
        using var browser = site.Open();

        await browser.ReadAsync("/set");

        Assert.Equal(["__Host-session"], browser.Cookies.Keys);
        Assert.Equal("Ada", await browser.ReadAsync("/get"));
    }

    [Fact]
    public async Task Beside_a_stray_UseSession_the_session_has_its_lifetime()
    {
        await using var site = await StartAsync(besideUseSession: true);
        using var browser = site.Open();
        await browser.ReadAsync("/set");
        using var thief = browser.Copy();

        await browser.ReadAsync("/login");

        Assert.Equal("none", await thief.ReadAsync("/get"));
        Assert.Equal("Ada", await browser.ReadAsync("/get"));
        await browser.ReadAsync("/logout");
        Assert.Null(browser.Token);
    }

    [Fact]
    public async Task Beside_a_stray_UseSession_a_list_that_was_changed_in_place_is_saved()
    {
        await using var site = await StartAsync(besideUseSession: true);
        using var browser = site.Open();

        await browser.ReadAsync("/add");
        await browser.ReadAsync("/add");

        Assert.Equal("tea tea", await browser.ReadAsync("/lines"));
    }

    [Fact]
    public async Task Beside_a_stray_UseSession_a_commit_by_hand_saves_now()
    {
        await using var site = await StartAsync(besideUseSession: true);
        using var browser = site.Open();

        Assert.Equal("create", await browser.ReadAsync("/commit"));
    }

    [Fact]
    public async Task Beside_a_stray_UseSession_an_error_still_saves_nothing()
    {
        await using var site = await StartAsync(besideUseSession: true);
        using var browser = site.Open();

        using var response = await browser.GetAsync("/throw");

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Empty(site.Engine.TakeCalls());
    }

    [Fact]
    public async Task Beside_a_stray_UseSession_nobody_waits_for_an_announced_session()
    {
        await using var site = await StartAsync(besideUseSession: true, options: options => options.AllowSynchronousLoad = false);
        using var browser = site.Open();
        await browser.ReadAsync("/set");

        Assert.Equal("Ada", await browser.ReadAsync("/announced"));
    }

    [Fact]
    public async Task UseTypedSessions_twice_is_once()
    {
        await using var site = await StartAsync(besideUseSession: false, outer: app => app.UseTypedSessions());
        using var browser = site.Open();

        using var response = await browser.GetAsync("/set");

        Assert.Single(response.SetCookies());
        Assert.Equal(["create"], site.Engine.TakeCalls());
    }

    private static Task<TestSite> StartAsync(
        bool besideUseSession, Action<WebApplication>? outer = null, Action<TypedSessionsOptions>? options = null) => TestSite.StartAsync(
        app =>
        {
            if (besideUseSession)
            {
                app.UseSession();
            }

            app.MapControllers();
            app.MapGet("/set", (HttpContext context) => context.Session.SetString("name", "Ada"));
            app.MapGet("/get", (HttpContext context) => context.Session.GetString("name") ?? "none");
            app.MapGet("/announced", (HttpContext context) => context.Session.GetString("name") ?? "none").PreloadSession();
            app.MapGet("/login", (HttpContext context) => context.Session.RegenerateId());
            app.MapGet("/logout", (HttpContext context) => context.Session.Abandon());
            app.MapGet("/add", (HttpContext context) => context.Session.As<CounterSession>().Lines.Add("tea"));
            app.MapGet("/lines", (HttpContext context) => string.Join(' ', context.Session.As<CounterSession>().Lines));
            app.MapGet("/commit", async (HttpContext context) =>
            {
                context.Session.SetString("name", "Ada");
                await context.Session.CommitAsync();
                var engine = (ProbedEngine)context.RequestServices.GetRequiredService<TypedSessions.Storage.ISessionEngine>();
                return string.Join(' ', engine.Calls);
            });
            app.MapGet("/throw", (HttpContext context) =>
            {
                context.Session.SetString("name", "Bob");
                throw new InvalidOperationException("A bug.");
            });
        },
        options,
        services: (services, _) =>
        {
            services.AddControllersWithViews().AddSessionStateTempDataProvider().AddApplicationPart(typeof(NeighboursController).Assembly);
            services.AddSession();
        },
        outer: outer);
}

[Route("neighbours")]
public sealed class NeighboursController(ITempDataDictionaryFactory factory) : Controller
{
    [HttpGet("redirect")]
    public IActionResult Leave()
    {
        factory.GetTempData(HttpContext)["message"] = "Saved.";
        return Redirect("/neighbours/show");
    }

    [HttpGet("show")]
    public string Show() => TempData["message"] as string ?? "";
}
