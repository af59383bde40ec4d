using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace TypedSessions.Tests.Http.Cookies;

/// <summary>The guarantees that sessions in cookies cannot give, and so do not declare.</summary>
public sealed class CookieEngineLimitTests
{
    // Why SessionGuarantees.Revocation is not declared.
    [Fact]
    public async Task A_copy_of_the_cookie_works_after_the_logout_until_the_session_in_it_expires()
    {
        await using var site = await CookieSite.StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/set?key=name&value=Ada");
        using var thief = browser.Copy();

        await browser.ReadAsync("/logout");

        Assert.Empty(browser.Cookies);
        Assert.Equal("Ada", await thief.ReadAsync("/get?key=name"));
        site.Clock.Advance(TimeSpan.FromDays(14));
        Assert.Equal("none", await thief.ReadAsync("/get?key=name"));
    }

    // Why SessionGuarantees.ConditionalUpdate is not declared.
    [Fact]
    public async Task The_later_response_of_two_parallel_changes_wins_as_a_whole()
    {
        await using var site = await CookieSite.StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/set?key=name&value=Ada");
        using var other = browser.Copy();

        await browser.ReadAsync("/set?key=first&value=1");
        await other.ReadAsync("/set?key=second&value=2");

        Assert.Equal("none", await other.ReadAsync("/get?key=first"));
        Assert.Equal("2", await other.ReadAsync("/get?key=second"));
    }

    [Fact]
    public async Task A_change_after_the_response_has_started_throws_and_a_read_does_not()
    {
        Exception? thrown = null;
        string? read = null;
        await using var site = await CookieSite.StartAsync(more: app => app.MapGet("/late", async (HttpContext context) =>
        {
            context.Response.Headers.CacheControl = "private";
            await context.Response.WriteAsync("started");
            read = context.Session.GetString("name");
            thrown = Record.Exception(() => context.Session.SetString("name", "Bob"));
        }));
        using var browser = site.Open();
        await browser.ReadAsync("/set?key=name&value=Ada");
        site.Clock.Advance(TimeSpan.FromDays(10));

        Assert.Equal("started", await browser.ReadAsync("/late"));

        Assert.Equal("Ada", read);
        Assert.Contains(
            "after the response has started", Assert.IsType<InvalidOperationException>(thrown).Message, StringComparison.Ordinal);
    }
}
