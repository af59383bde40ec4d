using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Diagnostics;

/// <summary>Metrics, activities and the health check.</summary>
public sealed class MetricsTests
{
    [Fact]
    public async Task Every_event_of_a_session_is_counted()
    {
        await using var site = await StartAsync();
        using var metrics = new CapturedMetrics(site);
        using var browser = site.Open();

        await browser.ReadAsync("/set");
        Assert.Equal(
            [
                "engine.duration{typedsessions.operation:create,typedsessions.engine:recordingengine}=time", "sessions.created=1",
                "session.size=10",
            ],
            metrics.Take());

        await browser.ReadAsync("/add");
        Assert.Equal(
            [
                "engine.duration{typedsessions.operation:load,typedsessions.engine:recordingengine}=time",
                "sessions.loaded{typedsessions.result:found}=1",
                "engine.duration{typedsessions.operation:update,typedsessions.engine:recordingengine}=time",
                "sessions.committed{typedsessions.result:applied}=1", "session.size=17",
            ],
            metrics.Take());

        await browser.ReadAsync("/rotate");
        Assert.Equal(
            [
                "engine.duration{typedsessions.operation:rotate,typedsessions.engine:recordingengine}=time",
                "sessions.committed{typedsessions.result:applied}=1", "session.size=17", "sessions.rotated=1",
            ],
            metrics.Take().Skip(2));

        await browser.ReadAsync("/end");
        Assert.Equal(
            [
                "engine.duration{typedsessions.operation:remove,typedsessions.engine:recordingengine}=time",
                "sessions.ended{typedsessions.cause:abandoned}=1",
            ],
            metrics.Take().Skip(2));
    }

    [Fact]
    public async Task An_untouched_request_measures_nothing()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/set");
        using var metrics = new CapturedMetrics(site);

        await browser.ReadAsync("/untouched");

        Assert.Empty(metrics.Take());
    }

    [Fact]
    public async Task Unknown_merged_and_gone_sessions_are_counted_separately()
    {
        await using var site = await StartAsync();
        using var metrics = new CapturedMetrics(site);
        using var stranger = site.Open();
        stranger.Cookies["__Host-session"] = new string('A', 43);
        await stranger.ReadAsync("/get");
        Assert.Contains("sessions.loaded{typedsessions.result:unknown}=1", metrics.Take());

        using var browser = site.Open();
        await browser.ReadAsync("/set");
        using var other = browser.Copy();
        site.Engine.Before = async call => await (call == "update" ? ReadFromOtherAsync("/other") : Task.CompletedTask);
        await browser.ReadAsync("/add");
        Assert.Contains("sessions.committed{typedsessions.result:merged}=1", metrics.Take());

        site.Engine.Before = async call => await (call == "update" ? ReadFromOtherAsync("/end") : Task.CompletedTask);
        await browser.ReadAsync("/another");
        Assert.Contains("sessions.committed{typedsessions.result:gone}=1", metrics.Take());

        Task ReadFromOtherAsync(string path)
        {
            site.Engine.Before = _ => Task.CompletedTask;
            return other.ReadAsync(path);
        }
    }

    [Fact]
    public async Task Engine_errors_are_counted_by_kind()
    {
        await using var site = await StartAsync();
        using var metrics = new CapturedMetrics(site);
        using var browser = site.Open();
        await browser.ReadAsync("/set");
        metrics.Take();
        site.Engine.Before = _ => throw new IOException("The cable is out.");

        using var response = await browser.GetAsync("/get");

        Assert.Equal(
            ["engine.duration{typedsessions.operation:load,typedsessions.engine:recordingengine,error.type:System.IO.IOException}=time"],
            metrics.Take());
    }

    [Fact]
    public async Task The_engine_s_operations_are_traced_inside_the_request_and_name_no_session()
    {
        await using var site = await StartAsync();
        using var request = new ActivitySource("Test");
        var seen = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "TypedSessions" or "Test",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                lock (seen)
                {
                    seen.Add(activity);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        using var browser = site.Open();
        using (var root = request.StartActivity("browse")!)
        {
            await browser.ReadAsync("/set");
            site.Engine.Before = call => call == "update" ? throw new IOException("The cable is out.") : Task.CompletedTask;
            using var response = await browser.GetAsync("/add");
        }

        var trace = seen.Single(it => it.OperationName == "browse").TraceId;
        var ours = seen.Where(activity => activity.TraceId == trace && activity.Source.Name == "TypedSessions").ToArray();
        Assert.Equal(["session create", "session load", "session update"], ours.Select(activity => activity.DisplayName));
        Assert.Equal(
            [ActivityStatusCode.Unset, ActivityStatusCode.Unset, ActivityStatusCode.Error], ours.Select(activity => activity.Status));
        Assert.Equal(["typedsessions.operation", "typedsessions.engine", "error.type"], ours[2].TagObjects.Select(tag => tag.Key));
    }

    [Theory]
    [InlineData(false, HealthStatus.Healthy)]
    [InlineData(true, HealthStatus.Degraded)]
    public async Task The_health_check_reports_whether_the_engine_responds(bool isBroken, HealthStatus expected)
    {
        await using var site = await StartAsync(
            services => services.AddHealthChecks().AddTypedSessions(failureStatus: HealthStatus.Degraded));
        site.Engine.Before = _ => isBroken ? throw new SessionEngineException("The cable is out.") : Task.CompletedTask;

        var report = await site.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(TestContext.Current.CancellationToken);

        Assert.Equal(expected, report.Status);
        Assert.Equal(["sessions"], report.Entries.Keys);
        Assert.Equal(["load"], site.Engine.TakeCalls());
    }

    private static Task<TestSite> StartAsync(Action<IServiceCollection>? services = null) => TestSite.StartAsync(
        app =>
        {
            app.MapGet("/set", (ISession session) => session.SetString("name", "Ada"));
            app.MapGet("/get", (ISession session) => session.GetString("name") ?? "none");
            app.MapGet("/add", (ISession session) => session.SetString("age", "36"));
            app.MapGet("/other", (ISession session) => session.SetString("city", "London"));
            app.MapGet("/another", (ISession session) => session.SetString("pet", "dog"));
            app.MapGet("/rotate", (ISession session) => session.RegenerateId());
            app.MapGet("/end", (ISession session) => session.Abandon());
            app.MapGet("/untouched", () => "untouched");
        },
        services: (collection, _) => services?.Invoke(collection));
}
