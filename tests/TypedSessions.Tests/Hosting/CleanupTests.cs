using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using TypedSessions.Tests.Diagnostics;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Hosting;

/// <summary>A background service removes expired records.</summary>
public sealed class CleanupTests
{
    [Fact]
    public async Task Expired_records_are_removed_in_batches_and_live_ones_stay()
    {
        await using var site = await StartAsync(options => options.Cleanup.BatchSize = 2);
        for (var i = 0; i < 5; i++)
        {
            using var visitor = site.Open();
            await visitor.ReadAsync("/set");
        }

        await ClearAsync(site, TimeSpan.FromDays(13));
        using var late = site.Open();
        await late.ReadAsync("/set");
        site.Engine.TakeCalls();
        await ClearAsync(site, TimeSpan.FromDays(1));

        Assert.Equal(3, site.Engine.Calls.Count(call => call == "remove expired"));
        Assert.Equal("Ada", await late.ReadAsync("/get"));
    }

    [Fact]
    public async Task It_runs_at_each_interval_also_after_a_failure()
    {
        await using var site = await StartAsync();
        site.Engine.Before = _ => throw new IOException("The disk is away.");
        await ClearAsync(site);
        Assert.Equal(1, site.Log.GetCount("CleanupFailed"));

        site.Engine.Before = null;
        await ClearAsync(site);

        Assert.Equal(1, site.Log.GetCount("CleanupCompleted"));
    }

    [Fact]
    public async Task After_a_cleanup_the_live_sessions_are_counted()
    {
        await using var site = await StartAsync(sessions: static sessions => sessions.UseMemory());
        using var metrics = new CapturedMetrics(site);
        for (var i = 0; i < 3; i++)
        {
            using var visitor = site.Open();
            await visitor.ReadAsync("/set");
        }

        await ClearAsync(site);

        Assert.Contains("sessions.live=3", metrics.Take());
    }

    [Fact]
    public async Task An_option_leaves_it_to_a_scheduler()
    {
        await using var site = await StartAsync(options => options.Cleanup.Enabled = false);

        Assert.Equal(0, site.Clock.WaitingTimers);
        site.Clock.Advance(TimeSpan.FromHours(1));

        Assert.Empty(site.Engine.Calls);
    }

    [Fact]
    public async Task The_application_stops_while_it_waits()
    {
        var site = await StartAsync();

        await site.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20));

        Assert.Equal(0, site.Clock.WaitingTimers);
    }

    // Advances the clock to a cleanup and waits for its end: the service then waits for the next one.
    private static async Task ClearAsync(TestSite site, TimeSpan? time = null)
    {
        await UntilAsync(() => site.Clock.WaitingTimers == 1);
        var before = Cleanups(site);
        site.Clock.Advance(time ?? TimeSpan.FromMinutes(10));
        await UntilAsync(() => Cleanups(site) > before && site.Clock.WaitingTimers == 1);
    }

    private static int Cleanups(TestSite site) => site.Log.GetCount("CleanupCompleted") + site.Log.GetCount("CleanupFailed");

    private static async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private static Task<TestSite> StartAsync(
        Action<TypedSessionsOptions>? options = null, Action<TypedSessionsBuilder>? sessions = null) => TestSite.StartAsync(
        app =>
        {
            app.MapGet("/set", (HttpContext context) => context.Session.SetString("name", "Ada"));
            app.MapGet("/get", (HttpContext context) => context.Session.GetString("name") ?? "none");
        },
        it =>
        {
            it.Cleanup.Enabled = true;
            options?.Invoke(it);
        },
        (_, builder) => sessions?.Invoke(builder));
}
