using System.Net;
using System.Text.RegularExpressions;
using TypedSessions.Tests.Testing;

namespace TypedSessions.EndToEnd.Tests.Shop;

/// <summary>Sessions of visitors whose requests alternate between two nodes.</summary>
public sealed partial class TwoNodesTests(TwoNodes shop, PostgresServer postgres, MariaDbServer mariaDb) : IClassFixture<TwoNodes>
{
    private const int Visitors = 100;
    private const int RequestsPerKey = 50;

    [Theory]
    [InlineData("PostgreSQL")]
    [InlineData("MariaDB")]
    [InlineData("Redis")]
    public async Task A_session_works_on_both_nodes_and_after_the_end_of_one(string server)
    {
        await using var redis = server == "Redis" ? await RedisProcess.StartAsync() : null;
        await using var ownShop = redis is not null ? new TwoNodes(redis)
            : server == "MariaDB" ? new TwoNodes(mariaDb)
            : new TwoNodes(postgres);
        await ownShop.InitializeAsync();
        var ada = await Account.CreateAsync(ownShop.Proxy);
        using var visitor = new Visitor(ownShop.Proxy);

        Reply[] pages = [await visitor.GetAsync("/"), await visitor.GetAsync("/"), await visitor.GetAsync("/")];
        Assert.Equal(2, pages.Select(page => Process().Match(page.Html).Value).Distinct().Count());

        // One node serves each form, and the other one receives it.
        await visitor.FillInAsync("/", "/?handler=Add", ("product", "sencha"));
        await ada.SignInAsync(visitor);
        await ownShop.Nodes[0].KillAsync();

        foreach (var _ in ownShop.Nodes)
        {
            var cart = await Cart.OfAsync(visitor);
            Assert.Equal((ada.Name, "1 sencha"), (cart.UserName, cart.Content));
        }
    }

    [Fact]
    public async Task Concurrent_changes_of_different_keys_on_both_nodes_lose_nothing()
    {
        await Task.WhenAll(Enumerable.Range(0, Visitors).Select(async _ =>
        {
            using var visitor = new Visitor(shop.Proxy);
            await Cart.AddAsync(visitor, "pot");

            await Task.WhenAll(
                RepeatAsync(() => visitor.GetAsync("/")),
                RepeatAsync(() => Cart.AddAsync(visitor, "sencha")));

            var cart = await Cart.OfAsync(visitor);
            Assert.Equal((RequestsPerKey, $"1 pot, {RequestsPerKey} sencha"), (cart.Visits, cart.Content));
        }));
    }

    [Fact]
    public async Task Requests_to_both_nodes_do_not_restore_an_ended_session()
    {
        await Task.WhenAll(Enumerable.Range(0, Visitors).Select(async _ =>
        {
            using var visitor = new Visitor(shop.Proxy);
            await Cart.AddAsync(visitor, "pot");
            var form = await visitor.GetAsync("/");
            var token = visitor.Token!;

            // Clients with copies of the cookie, which continue to send requests while the owner signs out.
            using var late = Visitor.WithToken(shop.Proxy, token);
            using var later = Visitor.WithToken(shop.Proxy, token);
            var logout = visitor.PostAsync("/logout", ("__RequestVerificationToken", form.AntiforgeryToken));
            await Task.WhenAll(Cart.AddAsync(late, "sencha"), later.GetAsync("/"), logout);

            Assert.Equal(HttpStatusCode.OK, (await logout).Status);
            using var thief = Visitor.WithToken(shop.Proxy, token);
            var cart = await Cart.OfAsync(thief);
            Assert.Equal((0, ""), (cart.Visits, cart.Content));
        }));
    }

    private static async Task RepeatAsync(Func<Task> request)
    {
        for (var i = 0; i < RequestsPerKey; i++)
        {
            await request();
        }
    }

    [GeneratedRegex("Process [0-9]+")]
    private static partial Regex Process();
}
