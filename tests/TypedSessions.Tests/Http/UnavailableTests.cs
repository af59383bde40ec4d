using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Http;

/// <summary>What the client is told when the engine is away: 503, whatever kind of handler met the trouble.</summary>
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
        Assert.Empty(await response.Content.ReadAsStringAsync());
        Assert.Equal(token, browser.Token);
        Assert.Equal(1, site.Log.CountOf("Unavailable"));
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
    public async Task A_redirect_that_was_not_saved_sends_neither_its_target_nor_its_cookies()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        site.Engine.Before = _ => throw new SessionEngineException("The disk is full.");

        using var response = await browser.GetAsync("/login");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Null(response.Headers.Location);
        Assert.Empty(response.SetCookies());
        Assert.Equal(1, site.Log.CountOf("Unavailable"));
    }

    [Fact]
    public async Task Requests_without_a_session_do_not_notice()
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
        Assert.Equal(0, site.Log.CountOf("Unavailable"));
    }

    [Fact]
    public async Task What_the_engine_can_never_take_is_an_error_of_the_application()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        site.Engine.Before = _ => throw new SessionEngineException("Too large.") { IsTransient = false };

        using var response = await browser.GetAsync("/set");

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Equal(0, site.Log.CountOf("Unavailable"));
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

    private static Task<TestSite> StartAsync(Action<TypedSessionsOptions>? options = null) => TestSite.StartAsync(
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
#pragma warning disable TSES040 // The visitor has a session already, so this is saved after the response has started.
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
        outer: app => app.UseExceptionHandler(errors => errors.Run(context =>
        {
            var error = context.Features.Get<IExceptionHandlerFeature>()!.Error;
            return context.Response.WriteAsync($"{error.GetType().Name}: {error.Message}");
        })));
}
