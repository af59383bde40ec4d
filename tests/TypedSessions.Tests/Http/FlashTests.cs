using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Http;

/// <summary>Flash values, which are removed when they are read.</summary>
public sealed class FlashTests
{
    [Fact]
    public async Task A_message_appears_once_after_a_chain_of_redirects()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();

        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/save")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/redirect")).StatusCode);

        Assert.Equal("saved", await browser.ReadAsync("/show"));
        Assert.Equal("none", await browser.ReadAsync("/show"));
    }

    [Fact]
    public async Task Reading_costs_no_call_before_the_commit_and_one_for_it()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.GetAsync("/save");
        site.Engine.TakeCalls();

        await browser.ReadAsync("/show");
        Assert.Equal(["load", "update"], site.Engine.TakeCalls());
        await browser.ReadAsync("/show");
        Assert.Equal(["load"], site.Engine.TakeCalls());
    }

    [Theory]
    [InlineData("/other")]
    [InlineData("/fail")]
    [InlineData("/read-only")]
    [InlineData("/keep")]
    [InlineData("/keep-first")]
    public async Task A_message_that_was_not_shown_stays(string path)
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.GetAsync("/save");

        await browser.GetAsync(path);

        Assert.Equal("saved", await browser.ReadAsync("/show"));
        Assert.Equal("none", await browser.ReadAsync("/show"));
    }

    [Theory]
    [InlineData("HEAD", null)]
    [InlineData("GET", "prefetch")]
    [InlineData("GET", "prefetch;prerender")]
    public async Task HEAD_and_prefetched_pages_leave_a_message(string method, string? purpose)
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.GetAsync("/save");

        var request = new HttpRequestMessage(new HttpMethod(method), "/show");
        if (purpose is not null)
        {
            request.Headers.Add("Sec-Purpose", purpose);
        }

        await browser.SendAsync(request);

        Assert.Equal("saved", await browser.ReadAsync("/show"));
    }

    [Fact]
    public async Task A_message_that_is_set_again_in_the_request_that_reads_it_stays_for_the_next()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.GetAsync("/save");

        Assert.Equal("saved", await browser.ReadAsync("/show-and-save"));
        Assert.Equal("saved", await browser.ReadAsync("/show-and-save"));
        Assert.Equal("saved", await browser.ReadAsync("/show"));
        Assert.Equal("none", await browser.ReadAsync("/show"));
    }

    [Fact]
    public async Task A_message_that_another_request_sets_is_not_lost()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.GetAsync("/save");

        Assert.Equal("saved", await browser.ReadAsync("/show-while-another-saves"));

        Assert.Equal("later", await browser.ReadAsync("/show"));
        Assert.Equal("none", await browser.ReadAsync("/show"));
    }

    [Fact]
    public async Task A_page_that_is_rendered_again_while_it_is_streamed_shows_the_message_again()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.GetAsync("/save");

        Assert.Equal("saved saved", await browser.ReadAsync("/stream"));
        Assert.Equal("none", await browser.ReadAsync("/show"));
    }

    [Fact]
    public async Task A_message_that_is_read_after_the_response_has_started_is_removed()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.GetAsync("/save");

        Assert.Equal("... saved", await browser.ReadAsync("/stream-late"));
        Assert.Equal("none", await browser.ReadAsync("/show"));
    }

    [Fact]
    public async Task Sessions_in_cookies_keep_a_message_that_is_read_too_late()
    {
        await using var site = await StartAsync(builder => builder.UseCookie());
        using var browser = site.Open();
        await browser.GetAsync("/save");

        Assert.Equal("... saved", await browser.ReadAsync("/stream-late"));
        Assert.Equal("saved", await browser.ReadAsync("/show"));
        Assert.Equal("none", await browser.ReadAsync("/show"));
    }

    [Fact]
    public void Only_a_flash_property_can_be_kept()
    {
        var model = new FlashSession();

        model.Keep(nameof(FlashSession.Saved));
        Assert.Throws<ArgumentException>(() => model.Keep(nameof(FlashSession.Other)));
        Assert.Throws<ArgumentException>(() => model.Keep("Unknown"));
    }

    private static Task<TestSite> StartAsync(Action<TypedSessionsBuilder>? configure = null) => TestSite.StartAsync(
        app =>
        {
            app.MapGet("/save", (FlashSession session) =>
            {
                session.Saved = "saved";
                return Results.Redirect("/redirect");
            });
            app.MapGet("/save-later", (FlashSession session) => { session.Saved = "later"; });
            app.MapGet("/redirect", () => Results.Redirect("/show"));
            app.MapMethods("/show", ["GET", "HEAD"], (FlashSession session) => session.Saved ?? "none");
            app.MapGet("/other", (FlashSession session) => session.Other);
            app.MapGet("/fail", (FlashSession session) => Results.Text(session.Saved, statusCode: 500));
            app.MapGet("/read-only", (FlashSession session) => session.Saved).ReadOnlySession();
            app.MapGet("/keep", (FlashSession session) => Kept(session, session.Saved));
            app.MapGet("/keep-first", (FlashSession session) => Kept(session, null) ?? session.Saved);
            app.MapGet("/show-and-save", (FlashSession session) =>
            {
                var shown = session.Saved;
                session.Saved = shown + "";
                session.Saved = "other";
                session.Saved = "saved";
                return shown;
            });
            app.MapGet("/show-while-another-saves", async (HttpContext context, FlashSession session) =>
            {
                using var other = new Browser(new Uri($"http://{context.Request.Host}"));
                other.Cookies["__Host-session"] = context.Request.Cookies["__Host-session"]!;
                var shown = session.Saved;
                await other.ReadAsync("/save-later");
                return shown;
            });
            app.MapGet("/stream", async (HttpContext context, FlashSession session) =>
            {
                await context.Response.WriteAsync(session.Saved + " ");
                await context.Response.Body.FlushAsync();
                await context.Response.WriteAsync(session.Saved ?? "none");
            });
            app.MapGet("/stream-late", async (HttpContext context, FlashSession session) =>
            {
                _ = session.Other;
                await context.Response.WriteAsync("... ");
                await context.Response.Body.FlushAsync();
                await context.Response.WriteAsync(session.Saved ?? "none");
            });
        },
        services: (_, sessions) =>
        {
            sessions.AddModel<FlashSession>();
            configure?.Invoke(sessions);
        });

    private static string? Kept(FlashSession session, string? shown)
    {
        session.Keep(nameof(FlashSession.Saved));
        return shown;
    }
}

[SessionModel(Prefix = "flash.")]
internal sealed partial class FlashSession
{
    [SessionProperty(Flash = true)] public partial string? Saved { get; set; }

    [SessionProperty] public partial int Other { get; set; }
}
