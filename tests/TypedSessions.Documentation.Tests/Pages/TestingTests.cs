using TypedSessions.Documentation.Tests.Testing;

namespace TypedSessions.Documentation.Tests.Pages;

[Page("docs/testing.md")]
public sealed class TestingTests
{
    private const string Model = "Console.WriteLine(shop.IsModified);";

    [Fact]
    [Paste(Model)]
    public async Task A_model_needs_no_host()
    {
        await using var site = await Project.RunAsync();
        Assert.Equal("True\nUserName, Lines\n", site.Output);
    }

    [Fact]
    [Paste(Model)]
    [Paste("class CartTests")]
    public async Task The_factory_runs_the_application()
    {
        await using var site = await Project.RunAsync("""
            builder.Logging.ClearProviders();
            app.MapGet("/cart", (ShopSession cart) => $"Visitor {cart.UserName}");
            app.MapGet("/test", () => CartTests.ReadCartAsync());
            """);
        using var visitor = site.Open();
        Assert.Equal("Visitor ", await visitor.ReadAsync("/test"));
    }

    [Fact]
    [Paste(Model)]
    [Paste("class SignedInTests")]
    public async Task A_request_has_the_session_that_was_made_before_it()
    {
        await using var site = await Project.RunAsync("""
            builder.Logging.ClearProviders();
            app.MapGet("/cart", (HttpContext context, ShopSession cart) => $"{context.Request.Cookies.Single().Key}: {cart.UserName}");
            app.MapGet("/test", () => SignedInTests.ReadCartOfAdaAsync());
            """);
        using var visitor = site.Open();
        Assert.Equal("session-MyShop: Ada", await visitor.ReadAsync("/test"));
    }

    [Fact]
    [Paste(Model)]
    [Paste("async Task<int?> CountLinesAsync(")]
    public async Task A_session_is_opened_by_its_key_after_the_request()
    {
        await using var site = await Project.RunAsync("""
            app.MapGet("/add", (ShopSession cart) => { cart.Lines.Add("tea"); return cart.Session.Id; });
            app.MapGet("/lines/{id}", async (ISessionManager sessions, string id) => $"{await CountLinesAsync(sessions, id)}");
            """);
        using var visitor = site.Open();
        var id = await visitor.ReadAsync("/add");
        Assert.Equal("1", await visitor.ReadAsync($"/lines/{id}"));
        Assert.Equal("", await visitor.ReadAsync("/lines/made-up"));
    }

    [Fact]
    [Paste("public sealed class StoppedClock : TimeProvider")]
    public async Task A_test_advances_the_clock_by_two_weeks()
    {
        await using var site = await Project.RunAsync("""
            app.MapGet("/set", (HttpContext context) => context.Session.SetInt32("visits", 1));
            app.MapGet("/get", (HttpContext context) => $"{context.Session.GetInt32("visits") ?? 0}");
            app.MapPost("/wait", (TimeProvider clock) => ((StoppedClock)clock).Advance(TimeSpan.FromDays(14)));
            """);
        using var visitor = site.Open();
        await visitor.GetAsync("/set");
        Assert.Equal("1", await visitor.ReadAsync("/get"));
        await visitor.PostAsync("/wait");
        Assert.Equal("0", await visitor.ReadAsync("/get"));
    }
}
