using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Http;

/// <summary>The response while the engine is unavailable: 503 for every kind of handler.</summary>
public sealed class UnavailableTests
{
    public static TheoryData<string> Readers => ["/handler", "/announced", "/raw", "/raw-async"];

    [Theory]
    [MemberData(nameof(Readers))]
    public async Task An_engine_that_cannot_load_is_answered_with_503(string path)
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/set");
        var token = browser.Token;
        site.Engine.Before = _ => throw new SessionEngineException("The cable is out.");

        using var response = await browser.GetAsync(path);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(5), response.Headers.RetryAfter?.Delta);
        Assert.Equal("text/plain", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("The session store is unavailable. Try again in a few seconds.", await response.Content.ReadAsStringAsync());
        Assert.Equal(token, browser.Token);
        Assert.Equal(1, site.Log.GetCount("Unavailable"));
        Assert.DoesNotContain(site.Log.Entries, entry => entry.Text.Contains(token!, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_site_serves_again_once_the_engine_does()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/set");
        site.Engine.Before = _ => throw new SessionEngineException("The cable is out.");
        using var response = await browser.GetAsync("/handler");

        site.Engine.Before = _ => Task.CompletedTask;

        Assert.Equal("Ada", await browser.ReadAsync("/handler"));
    }

    [Fact]
    public async Task A_redirect_whose_commit_fails_is_sent_without_its_target_and_cookies()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        site.Engine.Before = _ => throw new SessionEngineException("The disk is full.");

        using var response = await browser.GetAsync("/login");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Null(response.Headers.Location);
        Assert.Empty(response.SetCookies());
        Assert.Equal(1, site.Log.GetCount("Unavailable"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_API_client_gets_problem_details(bool hasService)
    {
        await using var site = await StartAsync(services: services => _ = hasService ? services.AddProblemDetails() : services);
        using var browser = site.Open();
        await browser.ReadAsync("/set");
        site.Engine.Before = _ => throw new SessionEngineException("The cable is out.");

        using var response = await browser.SendAsync(
            new HttpRequestMessage(HttpMethod.Get, "/handler") { Headers = { Accept = { new("application/json") } } });

        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = await response.Content.ReadFromJsonAsync<ProblemDetails>();
        Assert.Equal((503, "Service Unavailable"), (problem!.Status, problem.Title));
        Assert.Equal("The session store is unavailable. Try again in a few seconds.", problem.Detail);
    }

    [Fact]
    public async Task The_applications_status_code_page_replaces_the_default_text()
    {
        await using var site = await StartAsync(outer: app => app.UseStatusCodePages("text/plain", "our own page for {0}"));
        using var browser = site.Open();
        await browser.ReadAsync("/set");
        site.Engine.Before = _ => throw new SessionEngineException("The cable is out.");

        using var response = await browser.GetAsync("/handler");

        Assert.Equal("our own page for 503", await response.Content.ReadAsStringAsync());
        Assert.NotNull(response.Headers.RetryAfter);
    }

    [Theory]
    [InlineData("/handler")]
    [InlineData("/login")]
    public async Task In_Development_the_failure_is_the_exception_pages(string path)
    {
        await using var site = await StartAsync(environment: "Development");
        using var browser = site.Open();
        await browser.ReadAsync("/set");
        site.Engine.Before = _ => throw new SessionEngineException("The cable is out.");

        using var response = await browser.GetAsync(path);

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Equal("SessionEngineException: The cable is out.", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task An_outage_is_logged_once_with_its_stack_and_then_counted()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/set");
        site.Engine.Before = _ => throw new SessionEngineException("The cable is out.");

        await GetAsync(browser, times: 10);
        Assert.Equal((1, 0), (site.Log.GetCount("Unavailable"), site.Log.GetCount("StillUnavailable")));

        site.Clock.Advance(TimeSpan.FromSeconds(10));
        await GetAsync(browser, times: 10);
        var line = Assert.Single(site.Log.Entries, entry => entry.Event.Name == "StillUnavailable");
        Assert.Contains("10 more requests", line.Text);
        Assert.Contains("The cable is out.", line.Text);

        site.Clock.Advance(TimeSpan.FromMinutes(1));
        await GetAsync(browser, times: 1);
        Assert.Equal((2, 1), (site.Log.GetCount("Unavailable"), site.Log.GetCount("StillUnavailable")));
    }

    [Fact]
    public async Task Requests_without_a_session_are_unaffected()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/set");
        site.Engine.Before = _ => throw new SessionEngineException("The cable is out.");

        Assert.Equal("untouched", await browser.ReadAsync("/untouched"));
    }

    [Fact]
    public async Task An_application_that_handles_it_itself_gets_the_exception()
    {
        await using var site = await StartAsync(options => options.ThrowOnEngineFailure = true);
        using var browser = site.Open();
        await browser.ReadAsync("/set");
        site.Engine.Before = _ => throw new SessionEngineException("The cable is out.");

        using var response = await browser.GetAsync("/handler");

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Equal("SessionEngineException: The cable is out.", await response.Content.ReadAsStringAsync());
        Assert.Equal(0, site.Log.GetCount("Unavailable"));
    }

    [Fact]
    public async Task A_write_that_the_engine_can_never_store_is_an_error_of_the_application()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        site.Engine.Before = _ => throw new SessionEngineException("Too large.") { IsTransient = false };

        using var response = await browser.GetAsync("/set");

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Equal(0, site.Log.GetCount("Unavailable"));
    }

    [Fact]
    public async Task A_response_that_has_started_is_cut_off_and_not_completed()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/set");
        site.Engine.Before = call => call == "update" ? throw new SessionEngineException("The cable is out.") : Task.CompletedTask;

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => browser.GetAsync("/stream"));
    }

    private static async Task GetAsync(Browser browser, int times)
    {
        for (var i = 0; i < times; i++)
        {
            using var response = await browser.GetAsync("/handler");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        }
    }

    private static Task<TestSite> StartAsync(
        Action<TypedSessionsOptions>? options = null,
        Action<IServiceCollection>? services = null,
        Action<WebApplication>? outer = null,
        string environment = "Production") => TestSite.StartAsync(
        app =>
        {
            app.MapGet("/set", (HttpContext context) => context.Session.SetString("name", "Ada"));
            app.MapGet("/handler", (HttpContext context) => context.Session.GetString("name"));
            app.MapGet("/announced", (ISession session) => session.GetString("name"));
            app.MapGet("/untouched", () => "untouched");
            app.MapGet("/login", (HttpContext context) =>
            {
                context.Session.SetString("name", "Bob");
                context.Response.Cookies.Append("greeting", "welcome");
                return Results.Redirect("/");
            });
            app.MapGet("/stream", async (HttpContext context) =>
            {
                context.Response.Headers.CacheControl = "private";
                await context.Response.WriteAsync("first");
                await context.Response.Body.FlushAsync();
#pragma warning disable TSES040 // The visitor already has a session, so changes are saved after the response has started.
                context.Session.SetString("name", "Eve");
#pragma warning restore TSES040
            });
            app.Map("/raw", branch => branch.Run(context => context.Response.WriteAsync(context.Session.GetString("name")!)));
            app.Map("/raw-async", branch => branch.Run(async context =>
            {
                await Task.Yield();
                await context.Response.WriteAsync(context.Session.GetString("name")!);
            }));
        },
        options,
        (collection, _) => services?.Invoke(collection),
        outer: app =>
        {
            outer?.Invoke(app);
            app.UseExceptionHandler(errors => errors.Run(context =>
            {
                var error = context.Features.Get<IExceptionHandlerFeature>()!.Error;
                return context.Response.WriteAsync($"{error.GetType().Name}: {error.Message}");
            }));
        },
        environment);
}
