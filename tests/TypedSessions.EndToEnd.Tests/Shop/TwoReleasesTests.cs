using System.Text.RegularExpressions;
using TypedSessions.Tests.Testing;

namespace TypedSessions.EndToEnd.Tests.Shop;

/// <summary>Two releases of the shop with different models use the same sessions at the same time.</summary>
public sealed partial class TwoReleasesTests(PostgresServer postgres)
{
    private const int Visitors = 8;
    private const int RequestsPerVisitor = 20;

    private static readonly string[] ByPrice = ["Rooibos", "Assam", "Strainer", "Sencha", "Oolong", "Teapot"];
    private static readonly string[] ByName = ["Assam", "Oolong", "Rooibos", "Sencha", "Strainer", "Teapot"];
    private static readonly string[] Recommended = ["Assam", "Sencha", "Oolong", "Rooibos", "Teapot", "Strainer"];

    [Theory]
    [InlineData("SQLite")]
    [InlineData("PostgreSQL")]
    public async Task A_session_works_in_both_releases_and_after_a_rollback(string server)
    {
        await using var shop = server == "SQLite"
            ? new TwoNodes { SecondRelease = "Shop.Next" }
            : new TwoNodes(postgres) { SecondRelease = "Shop.Next" };
        await shop.InitializeAsync();
        var ada = await Account.CreateAsync(shop.Nodes[0]);
        using var visitor = new Visitor(shop.Nodes[0]);
        await visitor.GetAsync("/?order=Price");
        await Cart.AddAsync(visitor, "sencha");
        await ada.SignInAsync(visitor);

        using var upgraded = visitor.ComesBackTo(shop.Nodes[1]);
        await AssertSameCartAsync(visitor, upgraded, ada.Name, "1 sencha");
        Assert.Equal(ByPrice, await GetProductsAsync(upgraded));
        await upgraded.FillInAsync("/", "/?handler=Add", ("product", "sencha"));
        await Cart.AddAsync(upgraded, "pot");
        await upgraded.GetAsync("/?order=Name");
        Assert.Equal(ByName, await GetProductsAsync(upgraded));

        await AssertSameCartAsync(upgraded, visitor, ada.Name, "2 sencha, 1 pot");
        Assert.Equal(Recommended, await GetProductsAsync(visitor));
        await visitor.FillInAsync("/", "/?handler=Remove", ("product", "sencha"));
        await Cart.AddAsync(visitor, "assam");

        await AssertSameCartAsync(visitor, upgraded, ada.Name, "1 pot, 1 assam");
        Assert.Equal(ByName, await GetProductsAsync(upgraded));
        await Cart.AddAsync(upgraded, "assam");
        var last = await Cart.OfAsync(upgraded);

        await shop.Nodes[1].KillAsync();
        var rolledBack = await Cart.OfAsync(visitor);
        Assert.Equal((ada.Name, last.Visits, "1 pot, 2 assam"), (rolledBack.UserName, rolledBack.Visits, rolledBack.Content));
    }

    [Fact]
    public async Task Concurrent_requests_to_both_nodes_lose_nothing()
    {
        await using var shop = new TwoNodes(postgres) { SecondRelease = "Shop.Next" };
        await shop.InitializeAsync();

        await Task.WhenAll(Enumerable.Range(0, Visitors).Select(async _ =>
        {
            using var visitor = new Visitor(shop.Proxy);
            await Cart.AddAsync(visitor, "rooibos");

            await Task.WhenAll(
                RepeatAsync(() => visitor.GetAsync("/")),
                RepeatAsync(() => visitor.GetAsync("/")),
                RepeatAsync(() => Cart.AddAsync(visitor, "pot")),
                RepeatAsync(() => Cart.AddAsync(visitor, "sencha")));

            var cart = await Cart.OfAsync(visitor);
            var quantities = cart.Lines.ToDictionary(line => line.Product, line => line.Quantity);
            Assert.Equal(2 * RequestsPerVisitor, cart.Visits);
            Assert.Equal(
                (1, RequestsPerVisitor, RequestsPerVisitor), (quantities["rooibos"], quantities["pot"], quantities["sencha"]));
        }));
    }

    private static async Task AssertSameCartAsync(Visitor before, Visitor after, string userName, string content)
    {
        var expected = await Cart.OfAsync(before);
        var actual = await Cart.OfAsync(after);
        Assert.Equal((userName, content), (actual.UserName, actual.Content));
        Assert.Equal((expected.Visits, expected.Content, expected.Total), (actual.Visits, actual.Content, actual.Total));
    }

    private static async Task<string[]> GetProductsAsync(Visitor visitor)
        => [.. ProductName().Matches((await visitor.GetAsync("/")).Html).Select(match => match.Groups[1].Value)];

    private static async Task RepeatAsync(Func<Task> request)
    {
        for (var i = 0; i < RequestsPerVisitor; i++)
        {
            await request();
        }
    }

    [GeneratedRegex("<h2>(.*?)</h2>")]
    private static partial Regex ProductName();
}
