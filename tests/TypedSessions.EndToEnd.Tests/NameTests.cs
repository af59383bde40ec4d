using System.Net;

namespace TypedSessions.EndToEnd.Tests;

public sealed class NameTests(TutorialSite site)
{
    [Fact]
    public async Task Both_names_are_set_and_read()
    {
        using var visitor = new Visitor(site);

        Assert.Equal("Session Set!!!!", (await visitor.GetAsync("/set/")).Says);
        Assert.Equal("Name: Bipasha\nLast name: Codedec", (await visitor.GetAsync("/get/")).Says);
    }

    [Fact]
    public async Task Deleting_the_name_leaves_the_last_name()
    {
        using var visitor = new Visitor(site);
        await visitor.GetAsync("/set/");

        Assert.Equal("Session Deleted!!", (await visitor.GetAsync("/del/")).Says);
        Assert.Equal("Name: (not set)\nLast name: Codedec", (await visitor.GetAsync("/get/")).Says);
    }

    [Fact]
    public async Task Deleting_a_missing_value_succeeds_and_creates_no_session()
    {
        using var visitor = new Visitor(site);

        var deleted = await visitor.GetAsync("/del/");

        Assert.Equal(HttpStatusCode.OK, deleted.Status);
        Assert.Equal("Session Deleted!!", deleted.Says);
        Assert.False(deleted.TouchesCookie);
    }

    [Fact]
    public async Task Reading_names_that_were_never_set_succeeds()
    {
        using var visitor = new Visitor(site);

        Assert.Equal("Name: (not set)\nLast name: (not set)", (await visitor.GetAsync("/get/")).Says);
    }

    [Fact]
    public async Task Two_visitors_have_two_sessions()
    {
        using var first = new Visitor(site);
        using var second = new Visitor(site);
        await first.GetAsync("/set/");
        await second.GetAsync("/setsession/");

        Assert.Equal("Name: (not set)\nLast name: (not set)", (await second.GetAsync("/get/")).Says);
        Assert.Equal("The Book Name is: (not set)", (await first.GetAsync("/getsession/")).Says);
        Assert.NotEqual(first.Token, second.Token);
    }
}
