using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Http;

/// <summary>Only the operation that makes a session too large fails.</summary>
public sealed class SizeLimitTests
{
    [Fact]
    public async Task A_refused_value_does_not_begin_a_session()
    {
        await using var site = await TestSite.StartAsync(app => app.MapGet("/", (HttpContext context)
            => Assert.Throws<InvalidOperationException>(() => context.Session.Set("photo", new byte[300_000])).Message));
        using var browser = site.Open();

        await browser.ReadAsync("/");

        Assert.Null(browser.Token);
        Assert.Empty(site.Engine.TakeCalls());
    }

    [Fact]
    public async Task A_list_that_outgrew_the_limit_in_place_fails_the_request_and_the_session_stays_as_it_was()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/set");

        using var response = await browser.GetAsync("/grow");

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Equal("tea", await browser.ReadAsync("/lines"));
    }

    [Theory]
    [InlineData("/grow-then-abandon")]
    [InlineData("/grow-then-clear")]
    public async Task A_value_that_outgrew_the_limit_in_place_can_be_discarded(string path)
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/set");

        await browser.ReadAsync(path);

        Assert.Equal("", await browser.ReadAsync("/lines"));
    }

    [Theory]
    [InlineData("/grow-then-abandon")]
    [InlineData("/grow-then-clear")]
    public async Task Additions_to_a_default_value_are_discarded_with_the_session(string path)
    {
        await using var site = await StartAsync();
        using var browser = site.Open();

        await browser.ReadAsync(path);

        Assert.Empty(site.Engine.TakeCalls());
        Assert.Null(browser.Token);
    }

    [Theory]
    [InlineData("/grow-then-abandon")]
    [InlineData("/grow-then-clear")]
    public async Task Values_added_afterwards_start_a_new_size_count(string path)
    {
        await using var site = await StartAsync();
        using var browser = site.Open();

        await browser.ReadAsync(path + "-then-add");

        Assert.Equal("milk", await browser.ReadAsync("/lines"));
    }

    private static Task<TestSite> StartAsync() => TestSite.StartAsync(
        app =>
        {
            app.MapGet("/set", (CounterSession counter) => counter.Lines = ["tea"]);
            app.MapGet("/lines", (CounterSession counter) => string.Join(' ', counter.Lines));
            app.MapGet("/grow", (CounterSession counter) => Grow(counter));
            (string, Action<ISession>)[] ways = [("abandon", session => session.Abandon()), ("clear", session => session.Clear())];
            foreach (var (path, empty) in ways)
            {
                app.MapGet("/grow-then-" + path, (CounterSession counter) =>
                {
                    Grow(counter);
                    empty(counter.Session);
                });
                app.MapGet($"/grow-then-{path}-then-add", (CounterSession counter) =>
                {
                    Grow(counter);
                    empty(counter.Session);
                    counter.Lines.Add("milk");
                });
            }
        },
        services: (_, sessions) => sessions.AddModel<CounterSession>());

    private static void Grow(CounterSession counter) => counter.Lines.Add(new string('x', 300_000));
}
