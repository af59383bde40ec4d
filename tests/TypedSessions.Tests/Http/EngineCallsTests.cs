using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Http;

/// <summary>The engine calls of each kind of request.</summary>
public sealed class EngineCallsTests
{
    [Fact]
    public async Task A_request_that_uses_no_session_makes_no_engine_call_and_adds_no_headers()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.GetAsync("/set");
        site.Engine.TakeCalls();

        using var response = await browser.GetAsync("/untouched");

        Assert.Empty(site.Engine.TakeCalls());
        Assert.False(response.Headers.Contains("Set-Cookie"));
        Assert.False(response.Headers.Contains("Vary"));
        Assert.Null(response.Headers.CacheControl);
    }

    [Fact]
    public async Task A_read_without_a_cookie_makes_no_engine_call_and_sends_no_cookie()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();

        using var response = await browser.GetAsync("/get");

        Assert.Empty(site.Engine.TakeCalls());
        Assert.False(response.Headers.Contains("Set-Cookie"));
    }

    [Theory]
    [InlineData("/get", new[] { "load" })]
    [InlineData("/change", new[] { "load", "update" })]
    [InlineData("/set", new[] { "load" })]
    [InlineData("/remove-absent", new[] { "load" })]
    [InlineData("/there-and-back", new[] { "load" })]
    [InlineData("/rotate", new[] { "load", "rotate" })]
    [InlineData("/abandon", new[] { "load", "remove" })]
    [InlineData("/clear", new[] { "load", "update" })]
    public async Task A_known_visitor_costs_one_load_and_at_most_one_write(string path, string[] expected)
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.GetAsync("/set");
        site.Engine.TakeCalls();

        await browser.ReadAsync(path);

        Assert.Equal(expected, site.Engine.TakeCalls());
    }

    [Fact]
    public async Task A_new_session_costs_one_insert()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();

        await browser.ReadAsync("/set");

        Assert.Equal(["create"], site.Engine.TakeCalls());
    }

    [Theory]
    [InlineData("/get")]
    [InlineData("/clear")]
    [InlineData("/abandon")]
    [InlineData("/rotate")]
    [InlineData("/remove-absent")]
    public async Task Nothing_is_stored_for_a_visitor_without_values(string path)
    {
        await using var site = await StartAsync();
        using var browser = site.Open();

        using var response = await browser.GetAsync(path);

        Assert.Empty(site.Engine.TakeCalls());
        Assert.False(response.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task An_emptied_session_stays_until_it_is_abandoned()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/set");
        var token = browser.Token;

        await browser.ReadAsync("/clear");
        await browser.ReadAsync("/set");

        Assert.Equal(token, browser.Token);
    }

    private static Task<TestSite> StartAsync() => TestSite.StartAsync(app =>
    {
        app.MapGet("/untouched", () => "nothing");
        app.MapGet("/get", (HttpContext context) => context.Session.GetString("name") ?? "none");
        app.MapGet("/set", (HttpContext context) => context.Session.SetString("name", "Ada"));
        app.MapGet("/change", (HttpContext context) => context.Session.SetString("name", Guid.NewGuid().ToString()));
        app.MapGet("/remove-absent", (HttpContext context) => context.Session.Remove("absent"));
        app.MapGet("/rotate", (HttpContext context) => context.Session.RegenerateId());
        app.MapGet("/abandon", (HttpContext context) => context.Session.Abandon());
        app.MapGet("/clear", (HttpContext context) => context.Session.Clear());
        app.MapGet("/there-and-back", (HttpContext context) =>
        {
            context.Session.SetString("name", "Bob");
            context.Session.SetString("name", "Ada");
            context.Session.SetString("other", "x");
            context.Session.Remove("other");
        });
    });
}
