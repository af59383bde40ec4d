using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using TypedSessions.Tests.Diagnostics;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Http;

/// <summary>The response of a request whose change conflicts with a concurrent change of the same value.</summary>
public sealed class ConflictTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Production")]
    [InlineData("Development")]
    public async Task A_refused_commit_saves_nothing_and_returns_only_409(string environment)
    {
        await using var site = await StartAsync(
            context =>
            {
                context.Session.As<MergingCart>().Seat = "1A";
                context.Session.SetString("other", "lost");
                context.Response.Headers["X-Handler"] = "yes";
                return Task.CompletedTask;
            },
            environment: environment);
        using var browser = await BeginAsync(site);
        InterruptWith(site, () => browser.ReadAsync("/seat/2B"));

        using var response = await browser.GetAsync("/act");

        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.False(response.Headers.Contains("X-Handler"));
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(Token));
        Assert.Equal("2B ", await browser.ReadAsync("/seat-and-other"));
    }

    [Fact]
    public async Task A_handler_that_catches_the_conflict_sees_what_is_stored_and_can_try_again()
    {
        SessionConflictException? conflict = null;
        string? seen = null;
        await using var site = await StartAsync(async context =>
        {
            var cart = context.Session.As<MergingCart>();
            cart.Seat = "1A";
            context.Session.SetString("other", "dropped");
            conflict = await Assert.ThrowsAsync<SessionConflictException>(() => context.Session.CommitAsync(Token));
            seen = cart.Seat + context.Session.GetString("other");
            cart.Seat = "3C";
        });
        using var browser = await BeginAsync(site);
        InterruptWith(site, () => browser.ReadAsync("/seat/2B"));

        using var response = await browser.GetAsync("/act");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("merging.Seat", conflict!.Key);
        Assert.Equal("2B", seen);
        Assert.Equal("3C ", await browser.ReadAsync("/seat-and-other"));
    }

    [Fact]
    public async Task A_removal_of_a_value_that_must_not_be_merged_is_refused_too()
    {
        await using var site = await StartAsync(context =>
        {
            context.Session.As<MergingCart>().Seat = null;
            return Task.CompletedTask;
        });
        using var browser = await BeginAsync(site);
        await browser.ReadAsync("/seat/1A");
        InterruptWith(site, () => browser.ReadAsync("/seat/2B"));

        Assert.Equal(HttpStatusCode.Conflict, (await browser.GetAsync("/act")).StatusCode);
        Assert.Equal("2B ", await browser.ReadAsync("/seat-and-other"));
    }

    [Fact]
    public async Task Objects_that_were_returned_stay_tracked_after_a_merge_and_the_next_request_sees_the_merged_value()
    {
        string? seen = null;
        await using var site = await StartAsync(async context =>
        {
            var cart = context.Session.As<MergingCart>();
            var lines = cart.Lines;
            lines.Add(new() { Product = "mine", Count = 1 });
            cart.Visits++;
            await context.Session.CommitAsync(Token);
            Assert.Same(lines, cart.Lines);
            seen = string.Join(' ', cart.Lines.Select(static line => line.Product));
            lines.Add(new() { Product = "again", Count = 1 });
            cart.Visits++;
        });
        using var browser = await BeginAsync(site);
        InterruptWith(site, () => browser.ReadAsync("/add/theirs"));

        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/act")).StatusCode);

        Assert.Equal("first mine", seen);
        Assert.Equal("first:1 theirs:1 mine:1 again:1", await browser.ReadAsync("/cart"));
        Assert.Equal("4", await browser.ReadAsync("/visits"));
    }

    [Fact]
    public async Task A_change_that_is_captured_twice_keeps_the_base_of_the_first()
    {
        await using var site = await StartAsync(context =>
        {
            var cart = context.Session.As<MergingCart>();
            cart.Lines.Add(new() { Product = "one", Count = 1 });
            Assert.True(((ITypedSession)context.Session).IsModified);
            cart.Lines.Add(new() { Product = "two", Count = 1 });
            return Task.CompletedTask;
        });
        using var browser = await BeginAsync(site);
        InterruptWith(site, () => browser.ReadAsync("/add/theirs"));

        await browser.GetAsync("/act");

        Assert.Equal("first:1 theirs:1 one:1 two:1", await browser.ReadAsync("/cart"));
    }

    [Fact]
    public async Task A_merge_that_would_exceed_the_limit_is_refused()
    {
        await using var site = await StartAsync(
            context =>
            {
                context.Session.As<MergingCart>().Lines.Add(new() { Product = new string('m', 600), Count = 1 });
                return Task.CompletedTask;
            },
            options => options.MaxSize = 1024);
        using var browser = await BeginAsync(site);
        InterruptWith(site, () => browser.ReadAsync($"/add/{new string('t', 600)}"));

        Assert.Equal(HttpStatusCode.Conflict, (await browser.GetAsync("/act")).StatusCode);
        Assert.EndsWith("t:1", await browser.ReadAsync("/cart"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_of_the_same_part_is_counted_and_logged_with_its_key()
    {
        await using var site = await StartAsync(context =>
        {
            context.Session.As<MergingCart>().Lines[0].Count = 5;
            return Task.CompletedTask;
        });
        using var metrics = new CapturedMetrics(site);
        using var browser = await BeginAsync(site);
        InterruptWith(site, () => browser.ReadAsync("/change/first/7"));

        await browser.GetAsync("/act");

        Assert.Equal("first:5", await browser.ReadAsync("/cart"));
        Assert.Equal(1, site.Log.GetCount("Overlapped"));
        Assert.Contains("sessions.committed{typedsessions.result:conflicted}=1", metrics.Take());
    }

    [Fact]
    public async Task A_sign_in_with_a_value_that_must_not_be_merged_is_refused_and_changes_nothing()
    {
        await using var site = await StartAsync(context =>
        {
            context.Session.As<MergingCart>().Seat = "1A";
            context.Session.RegenerateId();
            return Task.CompletedTask;
        });
        using var browser = await BeginAsync(site);
        var token = browser.Token;
        InterruptWith(site, () => browser.ReadAsync("/seat/2B"), call: "rotate");

        Assert.Equal(HttpStatusCode.Conflict, (await browser.GetAsync("/act")).StatusCode);
        Assert.Equal(token, browser.Token);
        Assert.Equal("2B ", await browser.ReadAsync("/seat-and-other"));
    }

    [Fact]
    public async Task A_rotation_merges_the_additions_of_other_requests()
    {
        await using var site = await StartAsync(context =>
        {
            context.Session.As<MergingCart>().Lines.Add(new() { Product = "mine", Count = 1 });
            context.Session.RegenerateId();
            return Task.CompletedTask;
        });
        using var browser = await BeginAsync(site);
        InterruptWith(site, () => browser.ReadAsync("/add/theirs"), call: "rotate");

        await browser.GetAsync("/act");

        Assert.Equal("first:1 theirs:1 mine:1", await browser.ReadAsync("/cart"));
    }

    [Fact]
    public async Task An_addition_before_a_new_id_is_kept_by_a_request_with_the_old_cookie()
    {
        await using var site = await StartAsync(context =>
        {
            context.Session.As<MergingCart>().Lines.Add(new() { Product = context.Request.Query["product"].ToString(), Count = 1 });
            context.Session.RegenerateId();
            return Task.CompletedTask;
        });
        using var browser = await BeginAsync(site);
        using var late = browser.Copy();
        await browser.GetAsync("/act?product=early");

        await late.GetAsync("/act?product=late");

        Assert.Equal("first:1 late:1", await late.ReadAsync("/cart"));
        Assert.Equal("first:1 early:1", await browser.ReadAsync("/cart"));
    }

    [Fact]
    public async Task Requests_without_a_conflict_cost_the_same_calls_of_the_engine()
    {
        await using var site = await StartAsync(static _ => Task.CompletedTask);
        using var browser = await BeginAsync(site);
        site.Engine.TakeCalls();

        await browser.ReadAsync("/add/second");

        Assert.Equal(["load", "update"], site.Engine.TakeCalls());
    }

    private static async Task<Browser> BeginAsync(TestSite site)
    {
        var browser = site.Open();
        await browser.ReadAsync("/add/first");
        return browser;
    }

    // Runs another request immediately before the commit of the first one.
    private static void InterruptWith(TestSite site, Func<Task> request, string call = "update")
        => site.Engine.Before = about =>
        {
            if (about != call)
            {
                return Task.CompletedTask;
            }

            site.Engine.Before = null;
            return request();
        };

    private static Task<TestSite> StartAsync(
        Func<HttpContext, Task> act, Action<TypedSessionsOptions>? options = null, string environment = "Production")
        => TestSite.StartAsync(
            app =>
            {
                ConcurrencyTests.MapMerging(app);
                app.MapGet("/act", act);
                app.MapGet("/seat-and-other", (HttpContext context)
                    => $"{context.Session.As<MergingCart>().Seat} {context.Session.GetString("other")}");
            },
            options,
            environment: environment);
}
