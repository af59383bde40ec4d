using System.Net;

namespace TypedSessions.EndToEnd.Tests;

public sealed class TestCookieTests(TutorialSite site)
{
    [Fact]
    public async Task A_browser_that_returns_the_cookie_is_logged_in()
    {
        using var visitor = new Visitor(site);

        var reply = await visitor.FillInAsync("/login/", "/login/");

        Assert.Equal(HttpStatusCode.OK, reply.Status);
        Assert.Equal("You're logged in.", reply.Says);
    }

    [Fact]
    public async Task A_browser_without_cookies_gets_a_message_first()
    {
        using var visitor = new Visitor(site, keepsCookies: false);

        var reply = await visitor.FillInAsync("/login/", "/login/");

        Assert.Equal(HttpStatusCode.OK, reply.Status);
        Assert.Equal("Please enable cookies and try again.", reply.Says);
    }

    [Fact]
    public async Task A_POST_without_a_cookie_gets_a_request_to_enable_cookies()
    {
        using var visitor = new Visitor(site);

        var reply = await visitor.PostAsync("/login/");

        Assert.Equal(HttpStatusCode.OK, reply.Status);
        Assert.Equal("Please enable cookies and try again.", reply.Says);
        Assert.False(reply.TouchesCookie);
    }

    [Fact]
    public async Task The_test_cookie_can_be_used_once()
    {
        using var visitor = new Visitor(site);
        await visitor.GetAsync("/set/");
        await visitor.FillInAsync("/login/", "/login/");

        Assert.Equal("Please enable cookies and try again.", (await visitor.PostAsync("/login/")).Says);
        Assert.Equal(["lname = Codedec", "name = Bipasha"], (await visitor.GetAsync("/inspect/")).StoredValues);
    }

    [Fact]
    public async Task A_browser_that_returns_the_cookie_but_no_antiforgery_token_is_refused()
    {
        using var visitor = new Visitor(site);
        await visitor.GetAsync("/login/");

        var reply = await visitor.PostAsync("/login/");

        Assert.Equal(HttpStatusCode.BadRequest, reply.Status);
        Assert.Equal("You're logged in.", (await visitor.FillInAsync("/login/", "/login/")).Says);
    }
}
