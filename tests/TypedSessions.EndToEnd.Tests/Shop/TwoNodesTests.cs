using System.Globalization;
using System.Text.RegularExpressions;
using TypedSessions.Tests.Testing;

namespace TypedSessions.EndToEnd.Tests.Shop;

/// <summary>Two nodes on one PostgreSQL, behind one address that gives each request to the next of them.</summary>
public sealed partial class TwoNodesTests(PostgresServer postgres) : IAsyncLifetime
{
    private const int Sessions = 100;
    private const int RequestsPerKey = 50;

    private readonly DirectoryInfo _keys = Directory.CreateTempSubdirectory("shop-keys-");
    private readonly List<ShopSite> _nodes = [];
    private ShopSite _site = null!;

    public async ValueTask InitializeAsync()
    {
        var settings = new Dictionary<string, string>(await SessionEngineSettings.OfAsync("postgres", postgres))
        {
            ["DataProtection__Path"] = _keys.FullName,
        };
        _nodes.AddRange([new() { Settings = settings }, new() { Settings = settings }]);
        await Task.WhenAll(_nodes.Select(node => node.StartAsync()));

        var ports = _nodes.Select(node => node.Address.Port.ToString(CultureInfo.InvariantCulture));
        _site = new ShopSite { Arguments = ["--balance", .. ports] };
        await _site.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var site in _nodes.Append(_site))
        {
            await site.DisposeAsync();
        }

        _keys.Delete(recursive: true);
    }

    [Fact]
    public async Task A_session_lives_on_both_and_outlives_one()
    {
        using var visitor = new Visitor(_site);

        Reply[] pages = [await visitor.GetAsync("/"), await visitor.GetAsync("/"), await visitor.GetAsync("/")];
        Assert.Equal(2, pages.Select(page => Process().Match(page.Html).Value).Distinct().Count());

        // Each form comes from one node, and goes to the other.
        await visitor.FillInAsync("/", "/?handler=Add", ("product", "sencha"));
        await visitor.FillInAsync("/login", "/login", ("userName", "Ada"));
        await _nodes[0].KillAsync();

        foreach (var _ in _nodes)
        {
            var cart = await Cart.OfAsync(visitor);
            Assert.Equal(("Ada", "1 sencha"), (cart.UserName, cart.Content));
        }
    }

    [Fact]
    public async Task Requests_to_both_that_change_different_keys_lose_nothing()
    {
        await Task.WhenAll(Enumerable.Range(0, Sessions).Select(async _ =>
        {
            using var visitor = new Visitor(_site);
            await Cart.AddAsync(visitor, "pot");

            await Task.WhenAll(
                RepeatAsync(() => visitor.GetAsync("/")),
                RepeatAsync(() => Cart.AddAsync(visitor, "sencha")));

            var cart = await Cart.OfAsync(visitor);
            Assert.Equal((RequestsPerKey, $"1 pot, {RequestsPerKey} sencha"), (cart.Visits, cart.Content));
        }));
    }

    [Fact]
    public async Task Requests_to_both_bring_back_no_session_that_has_ended()
    {
        await Task.WhenAll(Enumerable.Range(0, Sessions).Select(async _ =>
        {
            using var visitor = new Visitor(_site);
            await Cart.AddAsync(visitor, "pot");
            var form = await visitor.GetAsync("/");
            var token = visitor.Token!;

            // Copies of the cookie, which go on while its owner signs out.
            using var late = Visitor.WithToken(_site, token);
            using var later = Visitor.WithToken(_site, token);
            await Task.WhenAll(
                Cart.AddAsync(late, "sencha"),
                later.GetAsync("/"),
                visitor.PostAsync("/logout", ("__RequestVerificationToken", form.AntiforgeryToken)));

            using var thief = Visitor.WithToken(_site, token);
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
