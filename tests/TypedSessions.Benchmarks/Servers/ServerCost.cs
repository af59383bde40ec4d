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
    private const int Visitors = 128;
    private const int WarmUpSeconds = 6;

    private static readonly (string Measure, string Route, (string Store, double? Share)[] Goals)[] Measures =
    [
        (
            "untouched",
            Routes.Untouched,
            [(Stores.Memory, 0.98), (Stores.Sqlite, 0.98), (Stores.Postgres, 0.98), (Stores.Files, 0.98), (Stores.Cookie, 0.98)]),
        (
            "three values of ten read",
            Routes.Read,
            [(Stores.Memory, 0.90), (Stores.Sqlite, 0.70), (Stores.Postgres, 0.22), (Stores.Files, 0.65), (Stores.Cookie, 0.60)]),
        (
            "the same by code that reaches for the session unannounced",
            Routes.ReadUnannounced,
            [(Stores.Memory, null), (Stores.Sqlite, null), (Stores.Postgres, null)]),
        (
            "counter incremented",
            Routes.Count,
            [(Stores.Memory, 0.85), (Stores.Sqlite, 0.50), (Stores.Postgres, 0.18), (Stores.Files, 0.30), (Stores.Cookie, 0.45)]),
        ("new session", Routes.New, [(Stores.Memory, 0.80), (Stores.Sqlite, 0.45)]),
    ];

    /// <summary>Measures and prints.</summary>
    /// <param name="rounds">How often each site is measured.</param>
    /// <param name="seconds">How long at a time.</param>
    /// <param name="only">The stores to measure; all where empty.</param>
    public static Task<int> RunAsync(int rounds, int seconds, IReadOnlyCollection<string> only)
        => RunAsync(rounds, seconds, only, static _ => true, static _ => { });

    /// <summary>Measures the routes that are wanted, prints, and passes each result on.</summary>
    public static async Task<int> RunAsync(
        int rounds, int seconds, IReadOnlyCollection<string> only, Func<string, bool> isWanted, Action<ServerShare> onResult)
    {
        if (!Wrk.IsThere)
        {
            Console.Error.WriteLine("This needs wrk: apt-get install wrk");
            return 2;
        }

        var folder = Directory.CreateTempSubdirectory("typedsessions-benchmark-").FullName;
        using var postgres = await PostgresProcess.StartAsync();
        var sites = new List<MeasuredSite>();
        var isMet = true;
        try
        {
            foreach (var (peer, store) in Sites()
                .Where(site => site.Peer is Peer.NoSession || only.Count == 0 || only.Contains(site.Store)))
            {
                if (store != Stores.Postgres || postgres is not null)
                {
                    sites.Add(
                        await MeasuredSite.StartAsync(
                            peer,
                            store,
                            GetPlace(store, $"{folder}/{peer}-{store}", postgres),
                            folder,
                            store == Stores.Postgres ? postgres!.Id : null));
                }
            }

            foreach (var (measure, route, goals) in Measures.Where(measure => isWanted(measure.Route)))
            {
                await MeasureAsync(
                    route, sites[0], sites.Skip(1).Where(site => goals.Any(goal => goal.Store == site.Store)).ToArray(), rounds, seconds);
                isMet &= Print(measure, route, goals, sites, onResult);
            }

            return isMet ? 0 : 1;
        }
        finally
        {
            sites.ForEach(site => site.Dispose());
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IEnumerable<(Peer Peer, string Store)> Sites() =>
    [
        (Peer.NoSession, Stores.None),
        (Peer.Stock, Stores.Memory), (Peer.Typed, Stores.Memory),
        (Peer.Stock, Stores.Sqlite), (Peer.Typed, Stores.Sqlite),
        (Peer.Stock, Stores.Postgres), (Peer.Typed, Stores.Postgres),
        (Peer.Typed, Stores.Files),
        (Peer.Typed, Stores.Cookie),
    ];

    private static string GetPlace(string store, string path, PostgresProcess? postgres) => store switch
    {
        Stores.Sqlite => $"Data Source={path}.db",
        Stores.Postgres => postgres!.ConnectionString,
        _ => path,
    };

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

    private static bool Print(
        string measure, string route, (string Store, double? Share)[] goals, List<MeasuredSite> sites, Action<ServerShare> onResult)
    {
        var table = new MarkdownTable(measure, "AddSession", "TypedSessions", "goal", "met", "p99", "AddSession's p99", "processor time");
        var isMet = true;
        foreach (var (store, goal) in goals)
        {
            if (sites.Find(site => site.Peer is Peer.Typed && site.Store == store) is not { } typed)
            {
                continue;
            }

            var stock = sites.Find(site => site.Peer is Peer.Stock && site.Store == store)?.GetShares(route);
            var shares = typed.GetShares(route);
            var median = Paired.Median(shares.Select(Throughput));
            string GetQuantile(double part) => Text(Paired.Quantile(shares.Select(Throughput), part));
            isMet &= goal is null || median >= goal;
            onResult(new ServerShare(route, store, stock is null ? null : Paired.Median(stock.Select(Throughput)), median));
            table.Add(
                store,
                stock is null ? "no such engine" : Text(Paired.Median(stock.Select(Throughput))),
                $"**{Text(median)}** ({GetQuantile(0.25)}–{GetQuantile(0.75)})",
                goal is { } share ? $"≥ {Text(share)}" : "none",
                goal is null ? "" : median >= goal ? "yes" : "no",
                $"{Text(Paired.Median(shares.Select(Tail)))} ×",
                stock is null ? "" : $"{Text(Paired.Median(stock.Select(Tail)))} ×",
                Text(Paired.Median(shares.Select(static share => share.ProcessorTime))));
        }

        table.Print();
        return isMet;
    }

    private static double Throughput(Share share) => share.Throughput;

    private static double Tail(Share share) => share.Tail;

    private static string Text(double share) => share.ToString("0.00", CultureInfo.InvariantCulture);

    /// <summary>A site beside the one without sessions.</summary>
    /// <param name="Throughput">Its requests for each of the other's.</param>
    /// <param name="Tail">What 99 of 100 requests take at most, for the same of the other.</param>
    /// <param name="ProcessorTime">The share of throughput if nothing ever waited, on a machine that does nothing else.</param>
    private readonly record struct Share(double Throughput, double Tail, double ProcessorTime);

    /// <summary>A site with what was measured of it.</summary>
    private sealed class MeasuredSite(
        Peer peer, string store, SiteProcess process, IReadOnlyList<string> cookies, string folder, int? server) : IDisposable
    {
        private readonly Dictionary<string, string> _scripts = [];
        private readonly Dictionary<string, List<Share>> _shares = [];

        public Peer Peer => peer;

        public string Store => store;

        public static async Task<MeasuredSite> StartAsync(Peer peer, string store, string place, string folder, int? server)
        {
            var process = await SiteProcess.StartAsync(peer, store, place);
            return new MeasuredSite(
                peer, store, process, peer is Peer.NoSession ? NoSessionCookies() : await process.SeedAsync(Visitors), folder, server);
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
            var load = await Wrk.RunAsync(process.Address, script, seconds);
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
