using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using TypedSessions.Dictionary;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Http;

/// <summary>Renewal on every request, and the properties with the end of a session.</summary>
public sealed class RenewalTests
{
    [Fact]
    public async Task Every_request_with_a_session_renews_it_and_its_cookie_and_is_marked_as_private()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/set");
        site.Engine.TakeCalls();

        for (var day = 0; day < 20; day++)
        {
            site.Clock.Advance(TimeSpan.FromDays(1));
            using var response = await browser.GetAsync("/untouched");
            Assert.Equal(TimeSpan.FromDays(14), Assert.Single(response.SetCookies()).MaxAge);
            Assert.Contains("Cookie", response.Headers.Vary);
            Assert.True(response.Headers.CacheControl!.Private);
        }

        Assert.Equal(40, site.Engine.Calls.Count);
        Assert.Equal(["load", "touch"], site.Engine.Calls.Distinct());
        Assert.Equal("Ada", await browser.ReadAsync("/get"));
    }

    [Fact]
    public async Task A_failed_request_renews_nothing()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/set");
        site.Clock.Advance(TimeSpan.FromDays(1));

        using var response = await browser.GetAsync("/fail");

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Empty(response.SetCookies());
        Assert.DoesNotContain("touch", site.Engine.Calls);
    }

    [Fact]
    public async Task A_request_without_a_session_stays_without_one()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        browser.Cookies["other"] = "1";

        using var response = await browser.GetAsync("/untouched");

        Assert.Empty(response.SetCookies());
        Assert.Empty(response.Headers.Vary);
        Assert.Empty(site.Engine.Calls);
    }

    [Fact]
    public async Task ExpiresAt_returns_the_expiry_without_renewing_the_session()
    {
        await using var site = await StartAsync(options => options.AbsoluteLifetime = TimeSpan.FromDays(15));
        using var browser = site.Open();
        Assert.Equal("True never", await browser.ReadAsync("/expires"));
        await browser.ReadAsync("/set");
        var start = site.Clock.GetUtcNow();
        site.Engine.TakeCalls();
        site.Clock.Advance(TimeSpan.FromDays(2));

        Assert.Equal($"False {start.AddDays(14):O}", await browser.ReadAsync("/expires"));
        Assert.Equal($"False {start.AddDays(2).AddMinutes(5):O}", await browser.ReadAsync("/expires/5"));
        Assert.Equal(["load", "load", "update"], site.Engine.TakeCalls());
        Assert.Equal($"False {start.AddDays(15):O}", await browser.ReadAsync("/expires/100000"));
    }

    [Fact]
    public async Task A_session_in_which_something_was_set_is_not_empty()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();

        Assert.Equal("True False", await browser.ReadAsync("/empty"));
        Assert.Equal("False False", await browser.ReadAsync("/empty"));
    }

    private static Task<TestSite> StartAsync(Action<TypedSessionsOptions>? options = null) => TestSite.StartAsync(
        app =>
        {
            app.MapGet("/untouched", () => "");
            app.MapGet("/fail", () => Results.StatusCode(500));
            app.MapGet("/set", (HttpContext context) => context.Session.Set("name", "Ada"));
            app.MapGet("/get", (HttpContext context) => context.Session.Get<string>("name"));
            app.MapGet("/expires/{minutes:int?}", (HttpContext context, int? minutes) => Expires(context.Session, minutes));
            app.MapGet("/empty", (HttpContext context) =>
            {
                var before = context.Session.IsEmpty;
                context.Session.GetOrAdd("lines", () => new List<int>()).Add(1);
                return $"{before} {context.Session.IsEmpty}";
            });
        },
        options ?? (it => it.RenewOnEveryRequest = true));

    private static string Expires(ISession session, int? minutes)
    {
        if (minutes is { } idle)
        {
            session.Expiry = SessionExpiry.Idle(TimeSpan.FromMinutes(idle));
        }

        var expires = session.ExpiresAt;
        Assert.Equal(expires is null, session.TimeLeft is null);
        return $"{expires is null} {expires?.ToString("O") ?? "never"}";
    }
}
