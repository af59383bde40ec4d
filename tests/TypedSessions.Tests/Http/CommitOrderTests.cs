using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Http;

/// <summary>The client receives no part of a response before its commit, and no success if the commit fails.</summary>
public sealed class CommitOrderTests
{
    public static TheoryData<string> Responses => [.. Kinds.Keys];

    private static readonly Dictionary<string, RequestDelegate> Kinds = new()
    {
        ["/text"] = context => Results.Text("a text of known length").ExecuteAsync(context),
        ["/json"] = context => Results.Json(new[] { 1, 2, 3 }).ExecuteAsync(context),
        ["/redirect"] = context => Results.Redirect("/elsewhere").ExecuteAsync(context),
        ["/redirect-with-body"] = context =>
        {
            context.Response.Redirect("/elsewhere");
            return context.Response.WriteAsync("Moved.");
        },
        ["/empty"] = _ => Task.CompletedTask,
        ["/no-content"] = context => Results.NoContent().ExecuteAsync(context),
        ["/file"] = context => Results.File(Encoding.UTF8.GetBytes("a file"), "text/plain").ExecuteAsync(context),
        ["/streamed"] = async context =>
        {
            await context.Response.WriteAsync("first");
            await context.Response.Body.FlushAsync();
            await context.Response.WriteAsync("second");
        },
        ["/started"] = context => context.Response.StartAsync(),
        ["/completed"] = context => context.Response.CompleteAsync(),
        ["/body-writer"] = async context =>
        {
            context.Response.ContentLength = 2;
            await context.Response.BodyWriter.WriteAsync("ok"u8.ToArray());
        },
    };

    [Theory]
    [MemberData(nameof(Responses))]
    public async Task No_byte_of_a_response_is_sent_before_its_commit(string path)
    {
        var accessor = new HttpContextAccessor();
        var startedTooEarly = new List<bool>();
        await using var site = await StartAsync(accessor);
        site.Engine.After = _ =>
        {
            startedTooEarly.Add(accessor.HttpContext!.Response.HasStarted);
            return Task.CompletedTask;
        };
        using var browser = site.Open();

        using var response = await browser.GetAsync(path);

        Assert.Equal([false], startedTooEarly);
        Assert.Equal(["create"], site.Engine.TakeCalls());
        Assert.NotNull(browser.Token);
    }

    [Theory]
    [MemberData(nameof(Responses))]
    public async Task A_failing_engine_is_a_failed_request(string path)
    {
        await using var site = await StartAsync(new HttpContextAccessor());
        site.Engine.Before = _ => throw new SessionEngineException("The disk is full.");
        using var browser = site.Open();

        using var response = await browser.GetAsync(path);

        Assert.Equal(GetFailure(path), response.StatusCode);
        Assert.Empty(await response.Content.ReadAsStringAsync());
        Assert.Null(browser.Token);
    }

    [Theory]
    [MemberData(nameof(Responses))]
    public async Task A_failing_engine_behind_an_error_page_is_a_failed_request(string path)
    {
        await using var site = await StartAsync(new HttpContextAccessor(), app => app.UseExceptionHandler("/error"));
        site.Engine.Before = _ => throw new SessionEngineException("The disk is full.");
        using var browser = site.Open();

        using var response = await browser.GetAsync(path);

        Assert.Equal(GetFailure(path), response.StatusCode);
        Assert.Null(browser.Token);
    }

    [Fact]
    public async Task An_engine_that_fails_to_load_fails_the_request()
    {
        await using var site = await StartAsync(new HttpContextAccessor());
        using var browser = site.Open();
        await browser.GetAsync("/text");
        site.Engine.Before = _ => throw new IOException("The cable is out.");

        using var response = await browser.GetAsync("/text");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.NotNull(browser.Token);
    }

    [Fact]
    public async Task Values_set_while_streaming_are_saved_by_a_second_commit()
    {
        await using var site = await TestSite.StartAsync(app =>
        {
            app.MapGet("/stream", async (HttpContext context) =>
            {
                context.Session.SetString("first", "1");
                await context.Response.WriteAsync("first");
                await context.Response.Body.FlushAsync();
                context.Session.SetString("second", "2");
            });
            app.MapGet("/get", (HttpContext context) => context.Session.GetString("first") + context.Session.GetString("second"));
        });
        using var browser = site.Open();

        await browser.ReadAsync("/stream");

        Assert.Equal(["create", "update"], site.Engine.TakeCalls());
        Assert.Equal("12", await browser.ReadAsync("/get"));
    }

    [Fact]
    public async Task Starting_a_session_after_the_response_has_started_throws()
    {
        Exception? thrown = null;
        await using var site = await TestSite.StartAsync(app => app.MapGet("/late", async (HttpContext context) =>
        {
            context.Response.Headers.CacheControl = "private";
            await context.Response.WriteAsync("too late");
            thrown = Record.Exception(() => context.Session.SetString("a", "b"));
        }));
        using var browser = site.Open();

        await browser.ReadAsync("/late");

        Assert.Contains("after the response has started", Assert.IsType<InvalidOperationException>(thrown).Message);
        Assert.Empty(site.Engine.TakeCalls());
    }

    [Fact]
    public async Task A_disconnect_does_not_discard_the_changes()
    {
        var left = new TaskCompletionSource();
        var committed = new TaskCompletionSource();
        await using var site = await TestSite.StartAsync(app => app.MapGet("/slow", async (HttpContext context) =>
        {
            context.Session.SetString("a", "b");
            using var _ = context.RequestAborted.Register(left.SetResult);
            await left.Task;
        }));
        site.Engine.After = _ =>
        {
            committed.SetResult();
            return Task.CompletedTask;
        };

        await using (var connection = await site.ConnectAsync())
        {
            await connection.WriteAsync("GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray());
        }

        await committed.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(["create"], site.Engine.TakeCalls());
    }

    // CompleteAsync in the handler sends the server's 500 before the middleware can set another status.
    private static HttpStatusCode GetFailure(string path)
        => path == "/completed" ? HttpStatusCode.InternalServerError : HttpStatusCode.ServiceUnavailable;

    private static Task<TestSite> StartAsync(HttpContextAccessor accessor, Action<WebApplication>? outer = null) => TestSite.StartAsync(
        app =>
        {
            app.Map("/error", () => Results.Text("Sorry.", statusCode: (int)HttpStatusCode.InternalServerError));
            foreach (var (path, respond) in Kinds)
            {
                app.MapGet(path, context =>
                {
                    context.Session.SetString("name", "Ada");
                    return respond(context);
                });
            }
        },
        services: (services, _) => services.AddSingleton<IHttpContextAccessor>(accessor),
        outer: outer);
}
