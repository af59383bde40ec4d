using System.Net;
using TypedSessions.Documentation.Tests.Testing;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Documentation.Tests.Pages;

[Page("docs/endpoints.md")]
public sealed class EndpointsTests
{
    private const string Model = "options.AllowSynchronousLoad = false";
    private const string Endpoints = "app.MapGet(\"/cart/count\"";

    private const string Visit = """
        app.MapGet("/visit", (ShopSession shop) => ++shop.Visits);
        """;

    [Fact]
    [Paste(Model)]
    public async Task A_forgotten_announcement_throws()
    {
        await using var site = await Project.RunAsync($$"""
            {{Visit}}
            app.MapGet("/unannounced", (HttpContext context) => context.Session.GetInt32("Visits"));
            """);
        using var visitor = site.Open();
        await visitor.ReadAsync("/visit");
        using var response = await visitor.GetAsync("/unannounced");
        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
    }

    [Fact]
    [Paste(Model)]
    [Paste(Endpoints)]
    public async Task Endpoints_preload_read_and_lock_the_session()
    {
        await using var site = await Project.RunAsync(Visit);
        using var visitor = site.Open();
        await visitor.ReadAsync("/visit");
        Assert.Equal("1 visits", await visitor.ReadAsync("/report"));
        await visitor.PostAsync("/cart/tea");
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => visitor.PostAsync("/cart/tea")));
        Assert.Equal("5", await visitor.ReadAsync("/cart/count"));
        Assert.Equal("well", await visitor.ReadAsync("/health"));
    }

    [Fact]
    [Paste(Model)]
    [Paste("public class RecentItems")]
    public async Task A_filter_and_a_service_use_a_property_that_is_passed_to_them()
    {
        await using var site = await Project.RunAsync();
        using var visitor = site.Open();
        using (var refused = await visitor.GetAsync("/checkout"))
        {
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
            Assert.Equal("\"No Lines.\"", await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }

        await visitor.PostAsync("/seen/tea");
        await visitor.PostAsync("/seen/milk");
        using var seen = await visitor.PostAsync("/seen/tea");
        Assert.Equal("[\"tea\",\"milk\"]", await seen.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("2 books", await visitor.ReadAsync("/checkout"));
    }

    [Fact]
    [Paste("options.PrefixProvider")]
    public async Task Models_have_the_prefixes_of_the_configuration_and_of_the_tenant()
    {
        var settings = new SiteSettings
        {
            Arguments = ["--SessionPrefix", "books."],
            Probe = """
                app.MapPost("/fill", (Basket basket, Filters filters) =>
                {
                    basket.Lines.Add("tea");
                    filters.Category = $"{basket.Lines.Count} {filters.Category}";
                });
                app.MapGet("/keys", (ISession session) => string.Join(' ', session.Keys.Order()));
                """,
        };
        await using var site = await Project.RunAsync(settings);
        using var visitor = site.Open();
        await visitor.PostAsync("/fill");
        Assert.Equal("127.0.0.1.Category books.Lines", await visitor.ReadAsync("/keys"));
    }

    [Fact]
    [Paste(Model)]
    [Paste(Endpoints)]
    public async Task A_poll_leaves_the_expiry_as_it_is()
    {
        var settings = new SiteSettings { Clock = new ManualClock(), Probe = Visit };
        await using var site = await Project.RunAsync(settings);
        using var visitor = site.Open();
        await visitor.ReadAsync("/visit");
        settings.Clock.Advance(TimeSpan.FromDays(10));
        Assert.Equal("1", await visitor.ReadAsync("/news/poll"));
        settings.Clock.Advance(TimeSpan.FromDays(4));
        Assert.Equal("0", await visitor.ReadAsync("/news/poll"));
    }

    [Fact]
    [Paste(Model)]
    [Paste(Endpoints)]
    [Paste("app.MapControllers();")]
    public async Task Only_one_of_two_concurrent_orders_has_the_cart()
    {
        await using var site = await Project.RunAsync();
        using var visitor = site.Open();
        await visitor.PostAsync("/cart/tea");
        var orders = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => visitor.PostAsync("/orders")));
        var lines = await Task.WhenAll(orders.Select(static order => order.Content.ReadAsStringAsync()));
        Assert.Equal(["[\"tea\"]", "[]"], lines.Order(StringComparer.Ordinal));
    }

    [Fact]
    [Paste(Model)]
    [Paste("AddInteractiveServerComponents()")]
    [Paste("public class CartHub : Hub")]
    public async Task A_hub_changes_the_session_of_its_connection_until_the_session_ends()
    {
        await using var site = await Project.RunAsync($$"""
            {{Visit}}
            app.MapGet("/lines", (ShopSession shop) => shop.Lines.Count);
            app.MapPost("/leave", (ISession session) => session.Abandon());
            """);
        using var visitor = site.Open();
        await visitor.ReadAsync("/visit");
        var cookie = Assert.Single(visitor.Cookies);
        await using var client = await HubClient.ConnectAsync(site.Address, "/cart-hub", $"{cookie.Key}={cookie.Value}");
        Assert.Equal(1, (await client.InvokeAsync("Add", "tea")).GetInt32());
        Assert.Equal("1", await visitor.ReadAsync("/lines"));
        await visitor.PostAsync("/leave");
        var ended = await Assert.ThrowsAsync<InvalidOperationException>(() => client.InvokeAsync("Add", "tea"));
        Assert.Contains("Your session has ended.", ended.Message, StringComparison.Ordinal);
    }
}
