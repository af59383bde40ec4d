using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Http;

/// <summary>Explicit commits, rotations and ends in one request, in any order.</summary>
public sealed class LifetimeMixTests
{
    [Fact]
    public async Task A_session_that_is_abandoned_after_an_explicit_commit_sends_no_cookie()
    {
        await using var site = await StartAsync("/mix", async session =>
        {
            session.RegenerateId();
            await session.CommitAsync();
            session.Abandon();
        });
        using var browser = site.Open();
        await browser.ReadAsync("/set");

        var cookie = Assert.Single((await browser.GetAsync("/mix")).SetCookies());

        Assert.Equal("", cookie.Value.Value);
        Assert.Null(browser.Token);
    }

    [Fact]
    public async Task After_a_gone_session_a_new_one_can_begin()
    {
        SessionKey key = default;
        TestSite? current = null;
        await using var site = current = await StartAsync("/mix", async session =>
        {
            session.SetString("name", "Eve");
            SessionKey.TryParse(session.Id, out key);
            await current!.Engine.Inner.RemoveAsync(key, TestContext.Current.CancellationToken);
            await session.CommitAsync();
            session.Abandon();
            session.SetString("name", "Bob");
        });
        using var browser = site.Open();
        await browser.ReadAsync("/set");

        await browser.ReadAsync("/mix");

        Assert.Equal("Bob", await browser.ReadAsync("/get"));
    }

    [Fact]
    public async Task An_explicitly_committed_new_id_is_sent_even_if_the_engine_fails_afterwards()
    {
        await using var site = await StartAsync("/mix", async session =>
        {
            session.RegenerateId();
            await session.CommitAsync();
            session.SetString("name", "Bob");
        });
        using var browser = site.Open();
        await browser.ReadAsync("/set");
        site.Engine.Before = call => call == "update" ? throw new IOException("Once.") : Task.CompletedTask;

        using var response = await browser.GetAsync("/mix");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.True(response.Headers.CacheControl!.Private);
        Assert.Equal("Ada", await browser.ReadAsync("/get"));
    }

    [Fact]
    public async Task An_explicit_commit_after_an_error_response_keeps_the_visitors_session()
    {
        Exception? thrown = null;
        await using var site = await TestSite.StartAsync(app =>
        {
            app.MapGet("/set", (HttpContext context) => context.Session.SetString("name", "Ada"));
            app.MapGet("/get", (HttpContext context) => context.Session.GetString("name") ?? "none");
            app.MapGet("/fail", async (HttpContext context) =>
            {
                context.Session.RegenerateId();
                context.Response.StatusCode = 500;
                await context.Response.WriteAsync("An error.");
                thrown = await Record.ExceptionAsync(() => context.Session.CommitAsync());
            });
        });
        using var browser = site.Open();
        await browser.ReadAsync("/set");

        using var response = await browser.GetAsync("/fail");

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Equal("Ada", await browser.ReadAsync("/get"));
        Assert.IsType<InvalidOperationException>(thrown);
    }

    [Fact]
    public async Task A_session_whose_new_id_is_saved_twice_at_once_gets_one()
    {
        await using var site = await StartAsync("/mix", session =>
        {
            session.RegenerateId();
            return Task.WhenAll(session.CommitAsync(), session.CommitAsync());
        });
        using var browser = site.Open();
        await browser.ReadAsync("/set");
        site.Engine.TakeCalls();
        site.Engine.Before = async _ => await Task.Yield();

        await browser.ReadAsync("/mix");

        Assert.Equal(["load", "rotate"], site.Engine.TakeCalls());
        Assert.Equal("Ada", await browser.ReadAsync("/get"));
    }

    [Fact]
    public async Task A_new_session_that_is_saved_twice_at_once_is_stored_once()
    {
        await using var site = await StartAsync("/mix", session =>
        {
            session.SetString("name", "Bob");
            return Task.WhenAll(session.CommitAsync(), session.CommitAsync());
        });
        using var browser = site.Open();
        site.Engine.Before = async _ => await Task.Yield();

        await browser.ReadAsync("/mix");

        Assert.Equal(["create"], site.Engine.TakeCalls());
        Assert.Equal("Bob", await browser.ReadAsync("/get"));
    }

    private static Task<TestSite> StartAsync(string path, Func<ISession, Task> mix) => TestSite.StartAsync(app =>
    {
        app.MapGet("/set", (HttpContext context) => context.Session.SetString("name", "Ada"));
        app.MapGet("/get", (HttpContext context) => context.Session.GetString("name") ?? "none");
        app.MapGet(path, (HttpContext context) => mix(context.Session));
    });
}
