using TypedSessions.Documentation.Tests.Testing;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Documentation.Tests.Pages;

[Page("docs/getting-started.md")]
public sealed class GettingStartedTests
{
    private const string Model = "public record CartLine([property: SessionIdentity] string Book, int Count);";
    private const string Field = """
        using TypedSessions.Dictionary;
        app.MapPost("/field", (ISession session) => session.Set("point", new Point { X = 3 }));
        app.MapGet("/field", (ISession session) => session.Get<Point>("point")?.X);

        public class Point
        {
            public int X;
        }

        """;

    private const string Total = """
        app.MapPost("/total", (Basket basket) => { basket.Total = new Money(1250); });
        app.MapGet("/total", (Basket basket) => basket.Total?.Cents);

        """;

    private const string Program = "app.MapPost(\"/cart/{book}\"";

    [Fact]
    [Paste(Program)]
    [Paste(Model)]
    public async Task The_site_counts_visits_and_keeps_a_cart_until_the_visitor_leaves()
    {
        await using var site = await Project.RunAsync();
        using var visitor = site.Open();
        Assert.Equal("Visit 1, 0 lines in the cart.", await visitor.ReadAsync("/"));
        await visitor.PostAsync("/cart/tea");
        Assert.Equal("Visit 2, 1 lines in the cart.", await visitor.ReadAsync("/"));
        await visitor.PostAsync("/leave");
        Assert.Empty(visitor.Cookies);
        Assert.Equal("Visit 1, 0 lines in the cart.", await visitor.ReadAsync("/"));
    }

    [Fact]
    [Paste(Program)]
    [Paste(Model)]
    [Paste("shop.Contains(nameof(shop.UserName))")]
    public async Task A_model_contains_what_was_set_until_it_is_removed()
    {
        await using var site = await Project.RunAsync("""app.MapGet("/probe", () => $"{shop.UserName ?? "guest"}");""");
        using var visitor = site.Open();
        Assert.Equal("guest", await visitor.ReadAsync("/probe"));
    }

    [Fact]
    [Paste(Program)]
    [Paste(Model)]
    [Paste("app.MapPost(\"/more\"")]
    public async Task A_session_gets_a_new_id_an_expiry_and_an_owner()
    {
        await using var site = await Project.RunAsync();
        using var visitor = site.Open();
        await visitor.ReadAsync("/");
        using var before = visitor.Copy();
        using var response = await visitor.PostAsync("/more");
        Assert.Equal("1", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(TimeSpan.FromHours(1), Assert.Single(response.SetCookies()).MaxAge);
        Assert.Single(await site.Sessions.FindByOwnerAsync("user 42").ToListAsync(TestContext.Current.CancellationToken));
        Assert.Equal("Visit 1, 0 lines in the cart.", await before.ReadAsync("/"));
        Assert.Equal("Visit 2, 0 lines in the cart.", await visitor.ReadAsync("/"));
    }

    [Fact]
    [Paste("IncludeFields = true")]
    public async Task A_field_is_stored_with_options_of_the_application()
    {
        await using var site = await Project.RunAsync(Field);
        using var visitor = site.Open();
        await visitor.PostAsync("/field");
        Assert.Equal("3", await visitor.ReadAsync("/field"));
    }

    [Fact]
    [Paste("class MoneyCodec")]
    public async Task A_property_is_stored_by_a_codec_of_the_application()
    {
        await using var site = await Project.RunAsync(Total);
        using var visitor = site.Open();
        await visitor.PostAsync("/total");
        Assert.Equal("1250", await visitor.ReadAsync("/total"));
    }
}
