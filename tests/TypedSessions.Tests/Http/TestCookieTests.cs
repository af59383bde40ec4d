using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Http;

/// <summary>The test cookie, by which a later request detects that the browser returns cookies.</summary>
public sealed class TestCookieTests
{
    [Fact]
    public async Task The_test_cookie_works_from_the_next_request_until_it_is_deleted()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();

        Assert.Equal("False", await browser.ReadAsync("/set"));
        Assert.Equal("True", await browser.ReadAsync("/worked"));
        Assert.Equal("True", await browser.ReadAsync("/worked"));
        Assert.Equal("False", await browser.ReadAsync("/delete"));
        Assert.Equal("False", await browser.ReadAsync("/worked"));
        Assert.Equal("False", await browser.ReadAsync("/delete"));
    }

    [Theory]
    [InlineData("/clear")]
    [InlineData("/abandon")]
    public async Task The_test_cookie_value_is_removed_with_the_session(string path)
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/set");

        Assert.Equal("False", await browser.ReadAsync(path));
        Assert.Equal("False", await browser.ReadAsync("/worked"));
    }

    [Fact]
    public async Task An_explicit_commit_does_not_count_as_a_later_request()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();

        Assert.Equal("False", await browser.ReadAsync("/set-and-commit"));
    }

    [Fact]
    public async Task A_browser_without_cookies_is_detected()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/set");
        browser.Cookies.Clear();

        Assert.Equal("False", await browser.ReadAsync("/worked"));
    }

    [Fact]
    public async Task The_test_cookie_is_not_among_the_keys()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/set");

        Assert.Equal("", await browser.ReadAsync("/keys"));
    }

    private static Task<TestSite> StartAsync() => TestSite.StartAsync(app =>
    {
        app.MapGet("/worked", Worked(_ => Task.CompletedTask));
        app.MapGet("/set", Worked(session => Do(session.SetTestCookie)));
        app.MapGet("/delete", Worked(session => Do(session.DeleteTestCookie)));
        app.MapGet("/clear", Worked(session => Do(session.Clear)));
        app.MapGet("/abandon", Worked(session => Do(session.Abandon)));
        app.MapGet("/set-and-commit", Worked(session =>
        {
            session.SetTestCookie();
            return session.CommitAsync();
        }));
        app.MapGet("/keys", (HttpContext context) => string.Join(' ', context.Session.Keys));
    });

    private static RequestDelegate Worked(Func<ISession, Task> change) => async context =>
    {
        await change(context.Session);
        await context.Response.WriteAsync(context.Session.TestCookieWorked().ToString());
    };

    private static Task Do(Action action)
    {
        action();
        return Task.CompletedTask;
    }
}
