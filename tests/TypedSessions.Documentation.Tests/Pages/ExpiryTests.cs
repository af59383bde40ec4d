using TypedSessions.Documentation.Tests.Testing;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Documentation.Tests.Pages;

[Page("docs/expiry-and-sign-in.md")]
public sealed class ExpiryTests
{
    private const string UseSession = """
        app.MapGet("/set", (HttpContext context) => context.Session.SetInt32("visits", 1));
        app.MapGet("/get", (HttpContext context) => $"{context.Session.GetInt32("visits") ?? 0}");
        """;

    [Fact]
    [Paste("options.AbsoluteLifetime = TimeSpan.FromHours(12);")]
    public async Task A_session_ends_without_activity()
    {
        var settings = new SiteSettings { Clock = new ManualClock(), Probe = UseSession };
        await using var site = await Project.RunAsync(settings);
        using var visitor = await BeginAsync(site);
        settings.Clock.Advance(TimeSpan.FromMinutes(29));
        Assert.Equal("1", await visitor.ReadAsync("/get"));
        settings.Clock.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal("0", await visitor.ReadAsync("/get"));
    }

    [Fact]
    [Paste("options.AbsoluteLifetime = TimeSpan.FromHours(12);")]
    public async Task A_session_ends_after_its_absolute_lifetime_whatever_the_activity()
    {
        var settings = new SiteSettings { Clock = new ManualClock(), Probe = UseSession };
        await using var site = await Project.RunAsync(settings);
        using var visitor = await BeginAsync(site);
        for (var minutes = 20; minutes < 12 * 60; minutes += 20)
        {
            settings.Clock.Advance(TimeSpan.FromMinutes(20));
            Assert.Equal("1", await visitor.ReadAsync("/get"));
        }

        settings.Clock.Advance(TimeSpan.FromMinutes(20));
        Assert.Equal("0", await visitor.ReadAsync("/get"));
    }

    [Fact]
    [Paste("options.AbsoluteLifetime = TimeSpan.FromHours(12);")]
    public async Task The_cookie_has_no_age()
    {
        await using var site = await Project.RunAsync(UseSession);
        using var visitor = site.Open();
        using var response = await visitor.GetAsync("/set");
        var cookie = Assert.Single(response.SetCookies());
        Assert.Null(cookie.MaxAge);
        Assert.Null(cookie.Expires);
    }

    [Fact]
    [Paste("options.AnonymousIdleTimeout = TimeSpan.FromHours(2);")]
    public async Task A_session_without_an_owner_ends_earlier()
    {
        var settings = new SiteSettings { Clock = new ManualClock(), Probe = UseSession };
        await using var site = await Project.RunAsync(settings);
        using var visitor = await BeginAsync(site);
        settings.Clock.Advance(TimeSpan.FromMinutes(119));
        Assert.Equal("1", await visitor.ReadAsync("/get"));
        settings.Clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal("0", await visitor.ReadAsync("/get"));
    }

    [Fact]
    [Paste("options.RenewIdAfter = TimeSpan.FromHours(1);")]
    public async Task The_id_is_renewed_and_the_previous_one_is_refused_after_the_grace()
    {
        var settings = new SiteSettings { Clock = new ManualClock(), Probe = UseSession };
        await using var site = await Project.RunAsync(settings);
        using var visitor = await BeginAsync(site);
        using var previous = visitor.Copy();
        settings.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal("1", await visitor.ReadAsync("/get"));
        Assert.NotEqual(previous.Token, visitor.Token);
        Assert.Equal("1", await visitor.ReadAsync("/get"));
        Assert.Equal("1", await previous.ReadAsync("/get"));
        settings.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal("0", await previous.ReadAsync("/get"));
        Assert.Equal("1", await visitor.ReadAsync("/get"));
    }

    [Theory]
    [InlineData("remember", 30 * 24 * 60, true)]
    [InlineData("checkout", 10, true)]
    [InlineData("browser", 14 * 24 * 60, false)]
    [InlineData("short", 60, false)]
    [InlineData("other", 14 * 24 * 60, true)]
    [Paste("app.MapPost(\"/choose/{kind}\"")]
    [Paste("app.MapGet(\"/session/left\"")]
    public async Task A_session_has_its_own_expiry(string kind, int minutes, bool hasAge)
    {
        await using var site = await Project.RunAsync(UseSession);
        using var visitor = await BeginAsync(site);
        using var response = await visitor.PostAsync($"/choose/{kind}");
        var left = double.Parse(await visitor.ReadAsync("/session/left"), null);
        Assert.InRange(left, (minutes * 60) - 60, minutes * 60);
        Assert.All(response.SetCookies(), cookie => Assert.Equal(hasAge, cookie.MaxAge is not null || cookie.Expires is not null));
    }

    [Fact]
    [Paste("app.MapGet(\"/session/left\"")]
    public async Task Reading_the_remaining_time_does_not_renew_the_session()
    {
        var settings = new SiteSettings { Clock = new ManualClock(), Probe = UseSession };
        await using var site = await Project.RunAsync(settings);
        using var visitor = await BeginAsync(site);
        settings.Clock.Advance(TimeSpan.FromDays(10));
        Assert.Equal(TimeSpan.FromDays(4).TotalSeconds, double.Parse(await visitor.ReadAsync("/session/left"), null));
        settings.Clock.Advance(TimeSpan.FromDays(4));
        Assert.Equal("0", await visitor.ReadAsync("/get"));
    }

    [Fact]
    [Paste("return Results.Content(\"<script")]
    public async Task The_first_page_begins_the_session()
    {
        await using var site = await Project.RunAsync(UseSession);
        using var visitor = site.Open();
        Assert.Equal("<script src='/parts.js'></script>", await visitor.ReadAsync("/"));
        Assert.Equal("1", await visitor.ReadAsync("/get"));
    }

    private static async Task<Browser> BeginAsync(Site site)
    {
        var visitor = site.Open();
        using var response = await visitor.GetAsync("/set");
        return visitor;
    }
}
