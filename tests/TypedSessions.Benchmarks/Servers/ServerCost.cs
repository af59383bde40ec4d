using System.Globalization;
using TypedSessions.Benchmarks.Harness;
using TypedSessions.Benchmarks.Peers;

namespace TypedSessions.Benchmarks.Servers;

/// <summary>
/// What sessions leave of a server's throughput: whole sites over loopback. Each is measured next to the one without
/// sessions, in many short turns: what else the machine does changes from second to second, and hits both of a pair alike.
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
            "the same by code that reaches for the session unannounced",
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

    /// <summary>Measures and prints.</summary>
    /// <param name="rounds">How often each site is measured.</param>
    /// <param name="seconds">How long at a time.</param>
    /// <param name="only">The stores and routes to measure, and a number of connections; all of them and 32 where empty.</param>
    public static Task<int> RunAsync(int rounds, int seconds, IReadOnlyCollection<string> only)
    {
        var routes = only.Where(IsRoute).ToArray();
        return RunAsync(rounds, seconds, [.. only.Except(routes)], route => routes is [] || routes.Contains(route), static _ => { });
    }

    /// <summary>Measures the routes that are wanted, prints, and passes each result on.</summary>
    public static async Task<int> RunAsync(
        int rounds, int seconds, IReadOnlyCollection<string> only, Func<string, bool> isWanted, Action<ServerShare> onResult)
    {
        if (!Wrk.IsThere)
        {
            Console.Error.WriteLine("This needs wrk: apt-get install wrk");
            return 2;
        }

        var connections = only.Where(IsNumber).Select(static it => int.Parse(it, CultureInfo.InvariantCulture)).FirstOrDefault(Connections);
        var stores = only.Where(static it => !IsNumber(it)).ToArray();
        var folder = Directory.CreateTempSubdirectory("typedsessions-benchmark-").FullName;
        using var servers = new StoreServers(folder);
        var sites = new List<MeasuredSite>();
        var isMet = true;
        try
        {
            foreach (var (peer, store) in Sites()
                .Where(site => site.Peer is Peer.NoSession || stores.Length == 0 || stores.Contains(site.Store)))
            {
                if (await servers.FindPlaceAsync(store, $"{peer}-{store}") is { } place)
                {
                    sites.Add(await MeasuredSite.StartAsync(peer, store, place, folder, connections, servers.GetProcess(store)));
                }
            }

            foreach (var measure in Measures.Where(measure => isWanted(measure.Route)))
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

    private static IEnumerable<(Peer Peer, string Store)> Sites() =>
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

    // Before the rounds, long enough for the runtime to have compiled all of it as well as it can.
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
            string GetQuantile(double part) => Text(Paired.Quantile(shares.Select(Throughput), part));
            var isThisMet = !(median < goal.Share) && !(median / stockMedian < goal.Advantage);
            isMet &= isThisMet;
            onResult(new ServerShare(measure.Route, goal.Store, stockMedian, median));
            table.Add(
                goal.Store,
                stockMedian is { } share ? Text(share) : "not measured",
                $"**{Text(median)}** ({GetQuantile(0.25)}–{GetQuantile(0.75)})",
                TextOfGoal(goal.Share),
                stockMedian is { } it ? Text(median / it) : "",
                TextOfGoal(goal.Advantage),
                goal is { Share: null, Advantage: null } ? "" : isThisMet ? "yes" : "no",
                $"{Text(Paired.Median(shares.Select(Tail)))} ×",
                stock is null ? "" : $"{Text(Paired.Median(stock.Select(Tail)))} ×",
                Text(Paired.Median(shares.Select(static share => share.ProcessorTime))),
                commands is null ? "" : Text(Paired.Median(commands.Select(Throughput))));

            IReadOnlyList<Share>? FindShares(Peer peer)
                => sites.Find(site => site.Peer == peer && site.Store == goal.Store)?.GetShares(measure.Route);
        }

        table.Print();
        return isMet;
    }

    private static string TextOfGoal(double? goal) => goal is { } value ? $"≥ {Text(value)}" : "";

    private static double Throughput(Share share) => share.Throughput;

    private static double Tail(Share share) => share.Tail;

    private static string Text(double share) => share.ToString("0.00", CultureInfo.InvariantCulture);

    /// <param name="Name">What is measured.</param>
    /// <param name="Route">The path.</param>
    /// <param name="Goals">The stores that have it.</param>
    private sealed record Measure(string Name, string Route, Goal[] Goals);

    /// <param name="Store">The store.</param>
    /// <param name="Share">The least share of the throughput without sessions.</param>
    /// <param name="Advantage">How many times the throughput of AddSession at least.</param>
    private sealed record Goal(string Store, double? Share = null, double? Advantage = null);

    /// <summary>A site beside the one without sessions.</summary>
    /// <param name="Throughput">Its requests for each of the other's.</param>
    /// <param name="Tail">What 99 of 100 requests take at most, for the same of the other.</param>
    /// <param name="ProcessorTime">The share of throughput if nothing ever waited, on a machine that does nothing else.</param>
    private readonly record struct Share(double Throughput, double Tail, double ProcessorTime);

    /// <summary>A site with what was measured of it.</summary>
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
            var cookies = peer is Peer.NoSession ? NoSessionCookies() : await process.SeedAsync(Visitors);
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
                _scripts.Add(route, script = Wrk.Script(folder, route, route == Routes.New ? [] : cookies));
            }

            var before = Milliseconds();
            var load = await Wrk.RunAsync(process.Address, script, connections, seconds);
            return new SiteLoad(load.PerSecond, load.P99, (Milliseconds() - before) / load.Requests);
        }

        public void Dispose() => process.Dispose();

        // Of the site, the load generator and the database.
        private double Milliseconds()
            => ProcessorTime.GetMilliseconds(process.Id) + ProcessorTime.OfEndedChildren() + (
                server is { } database ? ProcessorTime.OfFamily(database) : 0);

        // A cookie of the same length as with sessions, because sites without sessions have other cookies.
        private static string[] NoSessionCookies() => [.. Enumerable.Range(0, Visitors).Select(i => $"visitor={i:D43}")];
    }

    /// <summary>What a turn of load measured.</summary>
    private sealed record SiteLoad(double PerSecond, double P99, double MillisecondsEach);
}
