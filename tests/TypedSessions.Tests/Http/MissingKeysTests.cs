using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using TypedSessions.Sessions;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Http;

/// <summary>For a visitor whose session has ended, the engine is called once and the cookie is kept.</summary>
public sealed class MissingKeysTests
{
    [Fact]
    public async Task Ten_requests_of_an_ended_session_call_the_engine_once()
    {
        await using var site = await StartAsync();
        using var browser = await OpenEndedAsync(site);

        await Task.WhenAll(Enumerable.Range(0, 9).Select(_ => browser.ReadAsync("/get")).Prepend(browser.ReadAsync("/get")));
        site.Engine.TakeCalls();
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => browser.ReadAsync("/get")));

        Assert.Empty(site.Engine.TakeCalls());
        Assert.NotNull(browser.Token);
    }

    [Fact]
    public async Task The_engine_is_called_again_after_a_minute()
    {
        await using var site = await StartAsync();
        using var browser = await OpenEndedAsync(site);
        await browser.ReadAsync("/get");
        site.Engine.TakeCalls();

        site.Clock.Advance(TimeSpan.FromMinutes(1));
        await browser.ReadAsync("/get");

        Assert.Equal(["load"], site.Engine.TakeCalls());
    }

    [Fact]
    public async Task A_session_that_replaces_it_is_found()
    {
        await using var site = await StartAsync();
        using var browser = await OpenEndedAsync(site);
        await browser.ReadAsync("/get");

        await browser.ReadAsync("/set");

        Assert.Equal("book", await browser.ReadAsync("/get"));
    }

    [Fact]
    public async Task A_failure_of_the_engine_is_no_missing_session()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/set");
        site.Engine.Before = _ => throw new SessionEngineException("The cable is out.");
        using var failed = await browser.GetAsync("/get");
        site.Engine.Before = _ => Task.CompletedTask;

        Assert.Equal("book", await browser.ReadAsync("/get"));
    }

    [Fact]
    public void A_bounded_number_of_keys_is_remembered_for_a_minute()
    {
        var clock = new ManualClock();
        var missing = new MissingKeys(clock);
        var keys = Enumerable.Range(0, 10_000).Select(_ => SessionToken.New().Key).ToArray();

        foreach (var key in keys)
        {
            missing.Add(key);
        }

        Assert.InRange(keys.Count(missing.Contains), 1, 4096);
        Assert.True(missing.Contains(keys[^1]));
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.False(missing.Contains(keys[^1]));
    }

    private static async Task<Browser> OpenEndedAsync(TestSite site)
    {
        var browser = site.Open();
        await browser.ReadAsync("/set");
        using var other = browser.Copy();
        await other.ReadAsync("/abandon");
        site.Engine.TakeCalls();
        return browser;
    }

    private static Task<TestSite> StartAsync() => TestSite.StartAsync(app =>
    {
        app.MapGet("/set", (ISession session) => session.SetString("cart", "book"));
        app.MapGet("/get", (ISession session) => session.GetString("cart") ?? "none");
        app.MapGet("/abandon", (ISession session) => session.Abandon());
    });
}
