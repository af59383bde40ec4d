using TypedSessions.Tests.Testing;

namespace TypedSessions.EndToEnd.Tests.Shop;

/// <summary>Two nodes of the shop on one database, behind a proxy that alternates between them.</summary>
public sealed class TwoNodes : IAsyncLifetime
{
    private readonly Func<Task<IReadOnlyDictionary<string, string>>> _getSettings;
    private readonly DirectoryInfo _keys = Directory.CreateTempSubdirectory("shop-keys-");

    /// <summary>Starts two nodes on one SQLite file.</summary>
    internal TwoNodes() => _getSettings = () => Task.FromResult<IReadOnlyDictionary<string, string>>(new Dictionary<string, string>
    {
        ["Sessions__Engine"] = "database",
        ["Sessions__Provider"] = "sqlite",
        ["ConnectionStrings__Sessions"] = $"Data Source={Path.Combine(_keys.FullName, "sessions.db")}",
    });

    public TwoNodes(PostgresServer postgres) => _getSettings = () => SessionEngineSettings.OfAsync("postgres", postgres);

    internal TwoNodes(MariaDbServer mariaDb) => _getSettings = () => SessionEngineSettings.OfAsync(mariaDb);

    internal TwoNodes(RedisProcess redis) => _getSettings = () => Task.FromResult(SessionEngineSettings.Create(redis));

    /// <summary>Gets the release that the second node runs.</summary>
    internal string SecondRelease { get; init; } = "Shop";

    /// <summary>Gets the nodes.</summary>
    public IReadOnlyList<ShopSite> Nodes { get; private set; } = [];

    /// <summary>Gets the proxy.</summary>
    public ShopProxySite Proxy { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var settings = new Dictionary<string, string>(await _getSettings())
        {
            ["DataProtection__Path"] = _keys.FullName,
            ["ConnectionStrings__Accounts"] = $"Data Source={Path.Combine(_keys.FullName, "accounts.db")}",
        };
        Nodes = [new() { Settings = settings }, new(SecondRelease) { Settings = settings }];
        await Task.WhenAll(Nodes.Select(node => node.StartAsync()));

        const string destinations = "ReverseProxy__Clusters__shop__Destinations__";
        Proxy = new ShopProxySite
        {
            Settings = new Dictionary<string, string>
            {
                [destinations + "first__Address"] = Nodes[0].Address.ToString(),
                [destinations + "second__Address"] = Nodes[1].Address.ToString(),
            },
        };
        await Proxy.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var site in (IEnumerable<SampleSite>)[.. Nodes, Proxy])
        {
            await site.DisposeAsync();
        }

        _keys.Delete(recursive: true);
    }
}
