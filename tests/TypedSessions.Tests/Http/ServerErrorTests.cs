using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Http;

/// <summary>A 5xx response saves no changes and does not end or rotate the session.</summary>
public sealed class ServerErrorTests
{
    [Theory]
    [InlineData("/change")]
    [InlineData("/login")]
    [InlineData("/logout")]
    [InlineData("/throw")]
    public async Task An_error_does_not_change_the_session(string path)
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/set");
        var token = browser.Token;
        site.Engine.TakeCalls();

        using (var response = await browser.GetAsync(path))
        {
            Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
            Assert.False(response.Headers.Contains("Set-Cookie"));
        }

        Assert.Equal(["load"], site.Engine.TakeCalls());
        Assert.Equal(token, browser.Token);
        Assert.Equal("Ada", await browser.ReadAsync("/get"));
    }

    [Fact]
    public async Task An_error_begins_no_session()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();

        await browser.GetAsync("/throw");

        Assert.Empty(site.Engine.TakeCalls());
        Assert.Null(browser.Token);
    }

    [Fact]
    public async Task An_error_page_reads_the_changes_of_the_failed_request_but_they_are_not_saved()
    {
        await using var site = await StartAsync(app => app.UseExceptionHandler("/error"));
        using var browser = site.Open();

        using var response = await browser.GetAsync("/throw");

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Equal("Bob", await response.Content.ReadAsStringAsync());
        Assert.Empty(response.SetCookies());
        Assert.Empty(site.Engine.TakeCalls());
    }

    [Fact]
    public async Task A_page_for_a_missing_page_is_one_request_with_one_cookie()
    {
        await using var site = await StartAsync(app => app.UseStatusCodePagesWithReExecute("/missing"));
        using var browser = site.Open();

        using var response = await browser.GetAsync("/not-there");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Single(response.SetCookies());
        Assert.Equal(["create"], site.Engine.TakeCalls());
        Assert.Equal("Eve", await browser.ReadAsync("/get"));
    }

    [Fact]
    public async Task A_response_of_4xx_saves()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();

        using var response = await browser.GetAsync("/bad-request");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("Bob", await browser.ReadAsync("/get"));
    }

    [Fact]
    public async Task An_option_saves_on_errors_too()
    {
        await using var site = await StartAsync(options: options => options.SaveOnServerError = true);
        using var browser = site.Open();

        await browser.GetAsync("/change");

        Assert.Equal("Bob", await browser.ReadAsync("/get"));
    }

    [Fact]
    public async Task An_explicit_commit_before_an_error_is_kept()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();

        await browser.GetAsync("/commit-then-fail");

        Assert.Equal("Ada", await browser.ReadAsync("/get"));
    }

    private static Task<TestSite> StartAsync(Action<WebApplication>? outer = null, Action<TypedSessionsOptions>? options = null)
        => TestSite.StartAsync(
        app =>
        {
            app.MapGet("/set", (HttpContext context) => context.Session.SetString("name", "Ada"));
            app.MapGet("/get", (HttpContext context) => context.Session.GetString("name") ?? "none");
            app.MapGet("/change", Fail(session => session.SetString("name", "Bob")));
            app.MapGet("/login", Fail(session =>
            {
                session.RegenerateId();
                session.SetString("name", "Bob");
            }));
            app.MapGet("/logout", Fail(session => session.Abandon()));
            app.MapGet("/throw", (HttpContext context) =>
            {
                context.Session.SetString("name", "Bob");
                throw new InvalidOperationException("A bug.");
            });
            app.MapGet("/bad-request", (HttpContext context) =>
            {
                context.Session.SetString("name", "Bob");
                return Results.BadRequest();
            });
            app.MapGet("/commit-then-fail", async (HttpContext context) =>
            {
                context.Session.SetString("name", "Ada");
                await context.Session.CommitAsync();
                context.Session.SetString("name", "Bob");
                return Results.StatusCode(500);
            });
            app.MapGet("/error", (HttpContext context) => Results.Text(context.Session.GetString("name") ?? "none", statusCode: 500));
            app.MapGet("/missing", (HttpContext context) =>
            {
                context.Session.SetString("name", "Eve");
                return Results.Text("No such page.", statusCode: 404);
            });
        },
        options,
        outer: outer);

    private static RequestDelegate Fail(Action<ISession> change) => context =>
    {
        change(context.Session);
        context.Response.StatusCode = StatusCodes.Status500InternalServerError;
        return context.Response.WriteAsync("An error.");
    };
}
