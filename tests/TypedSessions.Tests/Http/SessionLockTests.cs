using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using TypedSessions.Http;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Http;

/// <summary>Endpoints that lock the session, so that its requests run one after another.</summary>
public sealed class SessionLockTests
{
    private readonly TaskCompletionSource _hasEntered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task A_request_waits_for_the_previous_one_and_reads_its_changes()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/count");
        site.Engine.TakeCalls();

        var first = browser.PostAsync("/hold");
        await _hasEntered.Task;
        var second = browser.ReadAsync("/count");
        await UntilWaitingAsync(site, second);
        Assert.Equal(["load"], site.Engine.Calls);
        _release.SetResult();

        Assert.Equal(HttpStatusCode.NoContent, (await first).StatusCode);
        Assert.Equal("3", await second);
        Assert.Equal(["load", "update", "load", "update"], site.Engine.TakeCalls());
        Assert.Equal(0, Locks(site).Count);
    }

    [Fact]
    public async Task A_request_that_waits_too_long_returns_429_and_does_not_use_the_session()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/count");
        var first = browser.PostAsync("/hold");
        await _hasEntered.Task;
        site.Engine.TakeCalls();

        var second = browser.GetAsync("/count");
        await UntilWaitingAsync(site, second);
        site.Clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(HttpStatusCode.TooManyRequests, (await second).StatusCode);
        Assert.Empty(site.Engine.TakeCalls());
        Assert.Equal(1, site.Log.GetCount("WaitedTooLong"));
        _release.SetResult();
        await first;
        Assert.Equal(0, Locks(site).Count);
        Assert.Equal("3", await browser.ReadAsync("/count"));
    }

    [Fact]
    public async Task A_client_that_disconnects_while_it_waits_does_not_hold_the_lock()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/count");
        var first = browser.PostAsync("/hold");
        await _hasEntered.Task;

        await using (var connection = await site.ConnectAsync())
        {
            await connection.WriteAsync(
                System.Text.Encoding.ASCII.GetBytes(
                    $"GET /count HTTP/1.1\r\nHost: localhost\r\nCookie: __Host-session={browser.Token}\r\n\r\n"),
                TestContext.Current.CancellationToken);
            await UntilWaitingAsync(site);
        }

        while (site.Clock.WaitingTimers > 0)
        {
            await Task.Yield();
        }

        _release.SetResult();
        await first;
        Assert.Equal("3", await browser.ReadAsync("/count"));
        Assert.Equal(0, Locks(site).Count);
    }

    [Fact]
    public async Task Other_sessions_and_other_endpoints_do_not_wait()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        using var other = site.Open();
        await browser.ReadAsync("/count");
        await other.ReadAsync("/count");
        using var stranger = site.Open();
        var first = browser.PostAsync("/hold");
        await _hasEntered.Task;

        Assert.Equal("2", await other.ReadAsync("/count"));
        Assert.Equal("1", await stranger.ReadAsync("/count"));
        Assert.Equal("1", await browser.ReadAsync("/unlocked"));

        _release.SetResult();
        await first;
    }

    [Fact]
    public async Task Requests_that_present_two_sessions_in_different_order_do_not_deadlock()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/count");
        var one = browser.Token!;
        browser.Cookies.Clear();
        await browser.ReadAsync("/count");
        var two = browser.Token!;

        string[] cookies = [$"__Host-session={one}; __Host-session={two}", $"__Host-session={two}; __Host-session={one}"];
        await Task.WhenAll(Enumerable.Range(0, 40).Select(async i =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/count") { Headers = { { "Cookie", cookies[i % 2] } } };
            using var response = await browser.SendAsync(request);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }));

        browser.Cookies["__Host-session"] = one;
        Assert.Equal("22", await browser.ReadAsync("/count"));
        Assert.Equal(0, Locks(site).Count);
    }

    [Theory]
    [InlineData("/throw")]
    [InlineData("/engine")]
    public async Task A_request_that_fails_lets_the_next_one_through(string path)
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/count");
        site.Engine.Before = call
            => path == "/engine" && call == "update" ? throw new IOException("The disk is full.") : Task.CompletedTask;

        using (var response = await browser.GetAsync(path))
        {
            Assert.True(response.StatusCode >= HttpStatusCode.InternalServerError);
        }

        site.Engine.Before = null;
        Assert.Equal("2", await browser.ReadAsync("/count"));
        Assert.Equal(0, Locks(site).Count);
    }

    [Fact]
    public async Task Middleware_that_was_added_twice_does_not_wait_for_itself()
    {
        await using var site = await StartAsync(app => app.UseTypedSessions());
        using var browser = site.Open();

        await browser.ReadAsync("/count");

        Assert.Equal("2", await browser.ReadAsync("/count"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(86401)]
    [InlineData(double.NaN)]
    public void A_limit_is_positive_and_at_most_a_day(double seconds)
        => Assert.Throws<ArgumentOutOfRangeException>(() => new LockSessionAttribute { TimeoutSeconds = seconds });

    private static SessionLocks Locks(TestSite site) => site.Services.GetRequiredService<SessionHttpServices>().Locks;

    // The only timer belongs to the waiting request.
    private static async Task UntilWaitingAsync(TestSite site, Task? request = null)
    {
        while (site.Clock.WaitingTimers == 0)
        {
            Assert.False(request is { IsCompleted: true }, "The request did not wait.");
            await Task.Yield();
        }
    }

    private Task<TestSite> StartAsync(Action<WebApplication>? outer = null) => TestSite.StartAsync(
        app =>
        {
            var locked = app.MapGroup("").LockSession(TimeSpan.FromSeconds(5));
            locked.MapGet("/count", (CounterSession counter) => ++counter.Count);
            locked.MapPost("/hold", async (CounterSession counter) =>
            {
                _hasEntered.SetResult();
                await _release.Task;
                counter.Count++;
                return Results.NoContent();
            });
            locked.MapGet(
                "/throw", (CounterSession counter) => counter.Count > 0 ? throw new InvalidOperationException("As the test wants.") : 0);
            locked.MapGet("/engine", (CounterSession counter) =>
            {
                counter.Count = 100;
                return Results.NoContent();
            });
            app.MapGet("/unlocked", (CounterSession counter) => counter.Count);
        },
        services: (_, sessions) => sessions.AddModel<CounterSession>(),
        outer: outer);
}
