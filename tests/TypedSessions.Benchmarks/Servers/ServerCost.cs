using System.Globalization;
using TypedSessions.Benchmarks.Harness;
using TypedSessions.Benchmarks.Peers;

namespace TypedSessions.Benchmarks.Servers;

/// <summary>
/// Measures the throughput of whole sites on loopback, as a share of that of the same site without sessions. The two sites of a
/// pair take short turns, so that background load affects both alike.
/// </summary>
internal static class ServerCost
{
    private const int Visitors = 500;
    private const int WarmUpSeconds = 6;
    private const int Connections = 32;

    private static readonly Measure[] Measures =
    [
        new(
            "untouched",
            Routes.Untouched,
            [
                new(Stores.Memory, 0.98), new(Stores.Sqlite, 0.98), new(Stores.Postgres, 0.98), new(Stores.Files, 0.98),
                new(Stores.Cookie, 0.98),
            ]),
        new(
            "three values of ten read",
            Routes.Read,
            [
                new(Stores.Memory, 0.90), new(Stores.Sqlite, 0.70), new(Stores.Postgres, 0.22), new(Stores.Files, 0.65),
                new(Stores.Cookie, 0.60), new(Stores.MariaDb), new(Stores.Redis, Advantage: 3),
            ]),
        new(
            "three of ten read, loaded synchronously",
            Routes.ReadUnannounced,
            [new(Stores.Memory), new(Stores.Sqlite), new(Stores.Postgres), new(Stores.MariaDb), new(Stores.Redis)]),
        new(
            "counter incremented",
            Routes.Count,
            [
                new(Stores.Memory, 0.85), new(Stores.Sqlite, 0.50), new(Stores.Postgres, 0.18, 1.8), new(Stores.RelaxedPostgres),
                new(Stores.Files, 0.30), new(Stores.Cookie, 0.45), new(Stores.MariaDb), new(Stores.Redis, Advantage: 1.6),
            ]),
        new(
            "new session",
            Routes.New,
            [
                new(Stores.Memory, 0.80), new(Stores.Sqlite, 0.45), new(Stores.Postgres, Advantage: 1.8), new(Stores.RelaxedPostgres),
                new(Stores.MariaDb), new(Stores.Redis, Advantage: 1.6),
            ]),
    ];

    /// <summary>Runs the measurements and prints the tables.</summary>
    /// <param name="rounds">The number of measurements of each site.</param>
    /// <param name="seconds">The time of each measurement, in seconds.</param>
    /// <param name="filter">Stores, routes and a number of connections; empty for all stores, all routes and 32 connections.</param>
    public static Task<int> RunAsync(int rounds, int seconds, IReadOnlyCollection<string> filter)
    {
        var routes = filter.Where(IsRoute).ToArray();
        return RunAsync(rounds, seconds, [.. filter.Except(routes)], route => routes is [] || routes.Contains(route), static _ => { });
    }

    /// <summary>Measures selected routes, prints the tables and passes each result to a callback.</summary>
    public static async Task<int> RunAsync(
        int rounds, int seconds, IReadOnlyCollection<string> filter, Func<string, bool> isSelected, Action<ServerShare> onResult)
    {
        if (!Wrk.IsInstalled)
        {
            Console.Error.WriteLine("The load generator wrk is not installed. Install it: apt-get install wrk");
            return 2;
        }

        var connections = filter.Where(IsNumber)
            .Select(static it => int.Parse(it, CultureInfo.InvariantCulture))
            .FirstOrDefault(Connections);
        var stores = filter.Where(static it => !IsNumber(it)).ToArray();
        var folder = Directory.CreateTempSubdirectory("typedsessions-benchmark-").FullName;
        using var servers = new StoreServers(folder);
        var sites = new List<MeasuredSite>();
        var isMet = true;
        try
        {
            foreach (var (peer, store) in GetSites()
                .Where(site => site.Peer is Peer.NoSession || stores.Length == 0 || stores.Contains(site.Store)))
            {
                if (await servers.FindPlaceAsync(store, $"{peer}-{store}") is { } place)
                {
                    sites.Add(await MeasuredSite.StartAsync(peer, store, place, folder, connections, servers.GetProcess(store)));
                }
            }

            foreach (var measure in Measures.Where(measure => isSelected(measure.Route)))
            {
                await MeasureAsync(
                    measure.Route,
                    sites[0],
                    sites.Skip(1).Where(site => measure.Goals.Any(goal => goal.Store == site.Store)).ToArray(),
                    rounds,
                    seconds);
                isMet &= Print(measure, sites, onResult);
            }

            return isMet ? 0 : 1;
        }
        finally
        {
            sites.ForEach(site => site.Dispose());
            Directory.Delete(folder, recursive: true);
        }
    }

    private static bool IsRoute(string text) => text.StartsWith('/');

    private static bool IsNumber(string text) => int.TryParse(text, CultureInfo.InvariantCulture, out _);

    private static IEnumerable<(Peer Peer, string Store)> GetSites() =>
    [
        (Peer.NoSession, Stores.None),
        (Peer.Stock, Stores.Memory), (Peer.Typed, Stores.Memory),
        (Peer.Stock, Stores.Sqlite), (Peer.Typed, Stores.Sqlite),
        (Peer.Stock, Stores.Postgres), (Peer.Typed, Stores.Postgres),
        (Peer.Typed, Stores.RelaxedPostgres),
        (Peer.Typed, Stores.MariaDb),
        (Peer.Stock, Stores.Redis), (Peer.Typed, Stores.Redis), (Peer.Commands, Stores.Redis),
        (Peer.Typed, Stores.Files),
        (Peer.Typed, Stores.Cookie),
    ];

    // Warms up until the JIT compiler has reached its last tier.
    private static async Task MeasureAsync(string route, MeasuredSite none, MeasuredSite[] sites, int rounds, int seconds)
    {
        foreach (var site in sites.Prepend(none))
        {
            await site.LoadAsync(route, WarmUpSeconds);
        }

        for (var round = 0; round < rounds; round++)
        {
            foreach (var site in sites)
            {
                var share = await site.MeasureAsync(route, none, seconds, isFirst: round % 2 == 0);
                Console.Error.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{round + 1}/{rounds} {route} {site.Peer} {site.Store}: "
                    + $"{share.Throughput:0.000} of no session, p99 {share.Tail:0.0} x"));
            }
        }
    }

    private static bool Print(Measure measure, List<MeasuredSite> sites, Action<ServerShare> onResult)
    {
        var table = new MarkdownTable(
            measure.Name, "AddSession", "TypedSessions", "goal", "times AddSession", "goal", "met", "p99", "AddSession's p99",
            "processor time", "commands alone");
        var isMet = true;
        foreach (var goal in measure.Goals)
        {
            if (sites.Find(site => site.Peer is Peer.Typed && site.Store == goal.Store) is not { } typed)
            {
                continue;
            }

            var stock = FindShares(Peer.Stock);
            var commands = FindShares(Peer.Commands);
            var shares = typed.GetShares(measure.Route);
            var median = Paired.Median(shares.Select(Throughput));
            double? stockMedian = stock is null ? null : Paired.Median(stock.Select(Throughput));
            string GetQuantile(double part) => Format(Paired.Quantile(shares.Select(Throughput), part));
            var isThisMet = !(median < goal.Share) && !(median / stockMedian < goal.Advantage);
            isMet &= isThisMet;
            onResult(new ServerShare(measure.Route, goal.Store, stockMedian, median));
            table.Add(
                goal.Store,
                stockMedian is { } share ? Format(share) : "not measured",
                $"**{Format(median)}** ({GetQuantile(0.25)}–{GetQuantile(0.75)})",
                FormatGoal(goal.Share),
                stockMedian is { } it ? Format(median / it) : "",
                FormatGoal(goal.Advantage),
                goal is { Share: null, Advantage: null } ? "" : isThisMet ? "yes" : "no",
                $"{Format(Paired.Median(shares.Select(Tail)))} ×",
                stock is null ? "" : $"{Format(Paired.Median(stock.Select(Tail)))} ×",
                Format(Paired.Median(shares.Select(static share => share.ProcessorTime))),
                commands is null ? "" : Format(Paired.Median(commands.Select(Throughput))));

            IReadOnlyList<Share>? FindShares(Peer peer)
                => sites.Find(site => site.Peer == peer && site.Store == goal.Store)?.GetShares(measure.Route);
        }

        table.Print();
        return isMet;
    }

    private static string FormatGoal(double? goal) => goal is { } value ? $"≥ {Format(value)}" : "";

    private static double Throughput(Share share) => share.Throughput;

    private static double Tail(Share share) => share.Tail;

    private static string Format(double share) => share.ToString("0.00", CultureInfo.InvariantCulture);

    /// <summary>A route to measure.</summary>
    /// <param name="Name">The name in the table.</param>
    /// <param name="Route">The path.</param>
    /// <param name="Goals">The stores to measure, with their goals.</param>
    private sealed record Measure(string Name, string Route, Goal[] Goals);

    /// <summary>The goal for a store.</summary>
    /// <param name="Store">The store.</param>
    /// <param name="Share">The minimum throughput, as a share of that without sessions.</param>
    /// <param name="Advantage">The minimum throughput, as a multiple of that of AddSession.</param>
    private sealed record Goal(string Store, double? Share = null, double? Advantage = null);

    /// <summary>The result of a site as a share of the site without sessions.</summary>
    /// <param name="Throughput">The ratio of requests per second.</param>
    /// <param name="Tail">The ratio of the 99th percentiles of the response time.</param>
    /// <param name="ProcessorTime">The ratio of throughput if only processor time limited it.</param>
    private readonly record struct Share(double Throughput, double Tail, double ProcessorTime);

    /// <summary>A running site and its results.</summary>
    private sealed class MeasuredSite(
        Peer peer, string store, SiteProcess process, IReadOnlyList<string> cookies, string folder, int connections, int? server)
        : IDisposable
    {
        private readonly Dictionary<string, string> _scripts = [];
        private readonly Dictionary<string, List<Share>> _shares = [];

        public Peer Peer => peer;

        public string Store => store;

        public static async Task<MeasuredSite> StartAsync(
            Peer peer, string store, string place, string folder, int connections, int? server)
        {
            var process = await SiteProcess.StartAsync(peer, store, place);
            var cookies = peer is Peer.NoSession ? CreateOtherCookies() : await process.SeedAsync(Visitors);
            return new MeasuredSite(peer, store, process, cookies, folder, connections, server);
        }

        public IReadOnlyList<Share> GetShares(string route) => _shares[route];

        public async Task<Share> MeasureAsync(string route, MeasuredSite none, int seconds, bool isFirst)
        {
            var before = isFirst ? null : await none.LoadAsync(route, seconds);
            var own = await LoadAsync(route, seconds);
            var other = before ?? await none.LoadAsync(route, seconds);
            var share = new Share(own.PerSecond / other.PerSecond, own.P99 / other.P99, other.MillisecondsEach / own.MillisecondsEach);
            _shares.TryAdd(route, []);
            _shares[route].Add(share);
            return share;
        }

        public async Task<SiteLoad> LoadAsync(string route, int seconds)
        {
            if (!_scripts.TryGetValue(route, out var script))
            {
                _scripts.Add(route, script = Wrk.WriteScript(folder, route, route == Routes.New ? [] : cookies));
            }

            var before = GetMilliseconds();
            var load = await Wrk.RunAsync(process.Address, script, connections, seconds);
            return new SiteLoad(load.PerSecond, load.P99, (GetMilliseconds() - before) / load.Requests);
        }

        public void Dispose() => process.Dispose();

        // The sum of the site, the load generator and the database.
        private double GetMilliseconds()
            => ProcessorTime.GetMilliseconds(process.Id) + ProcessorTime.GetEndedChildrenMilliseconds() + (
                server is { } database ? ProcessorTime.GetTreeMilliseconds(database) : 0);

        // The cookies are as long as those of sessions, so that the requests have the same size.
        private static string[] CreateOtherCookies() => [.. Enumerable.Range(0, Visitors).Select(i => $"visitor={i:D43}")];
    }

    /// <summary>The result of one turn of load.</summary>
    private sealed record SiteLoad(double PerSecond, double P99, double MillisecondsEach);
}
