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
    public async Task UseTypedSessions_twice_is_once()
    {
        await using var site = await StartAsync(besideUseSession: false, outer: app => app.UseTypedSessions());
        using var browser = site.Open();

        using var response = await browser.GetAsync("/set");

        Assert.Single(response.SetCookies());
        Assert.Equal(["create"], site.Engine.TakeCalls());
    }

    private static Task<TestSite> StartAsync(bool besideUseSession, Action<WebApplication>? outer = null) => TestSite.StartAsync(
        app =>
        {
            if (besideUseSession)
            {
                app.UseSession();
            }

            app.MapControllers();
            app.MapGet("/set", (HttpContext context) => context.Session.SetString("name", "Ada"));
            app.MapGet("/get", (HttpContext context) => context.Session.GetString("name") ?? "none");
        },
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
