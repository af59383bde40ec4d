using TypedSessions.Tests.Testing;

namespace TypedSessions.EndToEnd.Tests;

/// <summary>The tutorial on every engine.</summary>
public sealed class EngineTests(PostgresServer postgres)
{
    public static TheoryData<string> Engines => SessionEngineSettings.Names;

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task The_record_is_shown_wherever_it_is_kept(string engine)
    {
        await using var site = new TutorialSite { Settings = await SessionEngineSettings.OfAsync(engine, postgres) };
        await site.StartAsync();
        using var visitor = new Visitor(site);
        Assert.StartsWith("Nothing is stored for you.", (await visitor.GetAsync("/inspect/")).Says);

        await visitor.GetAsync("/setsession/");
        await visitor.SignInAsync("Ada");
        Assert.Equal(["book_name = Sherlock Holmes", "username = Ada"], (await visitor.GetAsync("/inspect/")).StoredValues);

        await visitor.GetAsync("/myapp/logout/");
        Assert.StartsWith("Nothing is stored for you.", (await visitor.GetAsync("/inspect/")).Says);
    }

    [Fact]
    public async Task A_record_that_is_in_the_cookie_is_not_shown_but_works()
    {
        await using var site = new TutorialSite { Settings = await SessionEngineSettings.OfAsync("cookie", postgres) };
        await site.StartAsync();
        using var visitor = new Visitor(site);

        await visitor.GetAsync("/setsession/");

        Assert.Equal("The Book Name is: Sherlock Holmes", (await visitor.GetAsync("/getsession/")).Says);
        Assert.StartsWith("This engine has no record to show.", (await visitor.GetAsync("/inspect/")).Says);
    }
}
