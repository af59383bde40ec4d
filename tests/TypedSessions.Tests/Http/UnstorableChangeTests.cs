using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using TypedSessions.Dictionary;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Http;

/// <summary>
/// If a value that was changed in place cannot be stored, the exception reaches the application's exception handler.
/// </summary>
public sealed class UnstorableChangeTests
{
    [Theory]
    [InlineData("/text")]
    [InlineData("/json")]
    [InlineData("/stream")]
    [InlineData("/writer")]
    [InlineData("/start")]
    [InlineData("/redirect")]
    [InlineData("/nothing")]
    public async Task The_exception_handler_writes_its_page(string path)
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/set");

        using var response = await browser.GetAsync(path);

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Contains(
            "'lines'", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal("1", await browser.ReadAsync("/count"));
    }

    [Theory]
    [InlineData("Development")]
    [InlineData("Production")]
    public async Task The_page_is_written_where_errors_are_saved_as_well(string environment)
    {
        await using var site = await StartAsync(options => options.SaveOnServerError = true, environment);
        using var browser = site.Open();
        await browser.ReadAsync("/set");

        using var response = await browser.GetAsync("/text");

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Contains(
            "'lines'", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal("1", await browser.ReadAsync("/count"));
    }

    [Fact]
    public async Task The_page_of_another_exception_is_written()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/set");

        using var response = await browser.GetAsync("/other");

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Equal("The database is down.", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_response_of_the_exception_handler_that_is_not_a_server_error_saves_other_changes()
    {
        await using var site = await StartAsync(status: StatusCodes.Status409Conflict);
        using var browser = site.Open();
        await browser.ReadAsync("/set");

        using var response = await browser.GetAsync("/named");

        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.Contains(
            "'lines'", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal("1", await browser.ReadAsync("/count"));
        Assert.Equal("Ada", await browser.ReadAsync("/name"));
    }

    [Fact]
    public async Task A_handler_that_repairs_the_value_saves_it()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/set");

        Assert.Equal("repaired", await browser.ReadAsync("/repair"));
        Assert.Equal("2", await browser.ReadAsync("/count"));
    }

    [Fact]
    public async Task A_derived_value_that_is_added_to_a_list_is_refused()
    {
        await using var site = await StartAsync(environment: "Development");
        using var browser = site.Open();

        using var response = await browser.GetAsync("/derived");

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Contains(
            "GiftLine", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Middleware_in_front_that_replaces_the_body_gets_the_whole_response()
    {
        await using var site = await StartAsync(outer: app => app.Use(async (context, next) =>
        {
            var body = context.Response.Body;
            using var buffer = new MemoryStream();
            context.Response.Body = buffer;
            await next(context);
            context.Response.Body = body;
            await body.WriteAsync(buffer.ToArray());
        }));
        using var browser = site.Open();
        await browser.ReadAsync("/set");

        Assert.Equal("2", await browser.ReadAsync("/add"));
        Assert.Equal("2", await browser.ReadAsync("/count"));
    }

    private static Task<TestSite> StartAsync(
        Action<TypedSessionsOptions>? options = null,
        string environment = "Production",
        Action<WebApplication>? outer = null,
        int status = StatusCodes.Status500InternalServerError)
        => TestSite.StartAsync(
            app =>
            {
                app.MapGet("/set", (ISession session) => session.Set<List<Line>>("lines", [new("tea")]));
                app.MapGet("/count", (ISession session) => $"{session.Get<List<Line>>("lines")?.Count}");
                app.MapGet("/add", (ISession session) => $"{Add(session, new("milk"))}");
                app.MapGet("/text", (HttpContext context) => context.Response.WriteAsync($"{Spoil(context.Session)}"));
                app.MapGet("/json", (ISession session) => Results.Json(Spoil(session)));
                app.MapGet("/stream", (HttpContext context) => WriteToStream(context));
                app.MapGet("/writer", (HttpContext context) => WriteToPipe(context));
                app.MapGet(
                    "/start", (HttpContext context) => context.Response.StartAsync(new CancellationToken(Spoil(context.Session) == 0)));
                app.MapGet("/redirect", (ISession session) => Results.Redirect($"/{Spoil(session)}"));
                app.MapGet("/nothing", (ISession session) => { _ = Spoil(session); });
                app.MapGet("/repair", Repair);
                app.MapGet("/other", (ISession session) =>
                {
                    _ = Spoil(session);
                    throw new ArgumentException("The database is down.");
                });
                app.MapGet("/named", (ISession session) =>
                {
                    session.SetString("name", "Ada");
                    return Spoil(session);
                });
                app.MapGet("/name", (ISession session) => session.GetString("name"));
                app.MapGet("/derived", (ISession session) => $"{Add(session, new GiftLine("tea", "Ada"))}");
            },
            options,
            outer: app =>
            {
                app.UseExceptionHandler(error => error.Run(context =>
                {
                    context.Response.StatusCode = status;
                    return context.Response.WriteAsync(context.Features.Get<IExceptionHandlerFeature>()!.Error.Message);
                }));
                outer?.Invoke(app);
            },
            environment: environment);

    private static async Task Repair(HttpContext context)
    {
        _ = Spoil(context.Session);
        await Assert.ThrowsAsync<InvalidOperationException>(() => context.Response.WriteAsync("spoilt"));
        context.Session.Get<List<Line>>("lines")!.RemoveAt(1);
        context.Session.Get<List<Line>>("lines")!.Add(new("milk"));
        await context.Response.WriteAsync("repaired");
    }

    private static async Task WriteToStream(HttpContext context)
    {
        var body = new byte[Spoil(context.Session)];
        await context.Response.Body.WriteAsync(body);
    }

    private static async Task WriteToPipe(HttpContext context)
    {
        var body = new byte[Spoil(context.Session)];
        await context.Response.BodyWriter.WriteAsync(body);
    }

    // JSON cannot represent the number.
    private static int Spoil(ISession session) => Add(session, new("cake") { Price = double.NaN });

    private static int Add(ISession session, Line line)
    {
        var lines = session.GetOrAdd<List<Line>>("lines", static () => []);
        lines.Add(line);
        return lines.Count;
    }

    private record Line(string Product)
    {
        public double Price { get; set; }
    }

    private sealed record GiftLine(string Product, string For) : Line(Product);
}
