using System.Net;

namespace TypedSessions.EndToEnd.Tests;

public sealed class BookTests(TutorialSite site)
{
    [Fact]
    public async Task The_book_is_set_on_one_page_and_read_on_the_other()
    {
        using var visitor = new Visitor(site);

        var set = await visitor.GetAsync("/setsession/");
        var read = await visitor.GetAsync("/getsession/");

        Assert.Equal(HttpStatusCode.OK, set.Status);
        Assert.Equal("The Session has been successfully set", set.Says);
        Assert.Equal(HttpStatusCode.OK, read.Status);
        Assert.Equal("The Book Name is: Sherlock Holmes", read.Says);
    }

    [Fact]
    public async Task Reading_a_book_that_was_never_set_succeeds_and_creates_no_session()
    {
        using var visitor = new Visitor(site);

        var read = await visitor.GetAsync("/getsession/");

        Assert.Equal(HttpStatusCode.OK, read.Status);
        Assert.Equal("The Book Name is: (not set)", read.Says);
        Assert.False(read.TouchesCookie);
    }

    [Fact]
    public async Task A_visitor_without_cookies_sets_and_reads_nothing()
    {
        using var visitor = new Visitor(site, keepsCookies: false);

        Assert.Equal("The Session has been successfully set", (await visitor.GetAsync("/setsession/")).Says);
        Assert.Equal("The Book Name is: (not set)", (await visitor.GetAsync("/getsession/")).Says);
    }

    [Fact]
    public async Task The_cookie_is_out_of_reach_of_scripts_and_other_sites()
    {
        using var visitor = new Visitor(site);

        var cookie = Assert.Single((await visitor.GetAsync("/setsession/")).SetCookies).ToLowerInvariant();

        Assert.Contains("; httponly", cookie);
        Assert.Contains("; samesite=lax", cookie);
        Assert.Contains("; path=/", cookie);
        Assert.Equal(43, visitor.Token?.Length);
    }
}
