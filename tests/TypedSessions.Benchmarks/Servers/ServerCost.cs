using System.Globalization;
using TypedSessions.Benchmarks.Harness;
using TypedSessions.Benchmarks.Peers;

namespace TypedSessions.Benchmarks.Servers;

/// <summary>What sessions leave of a server's throughput: whole sites over loopback, in interleaved rounds.</summary>
internal static class ServerCost
{
    private const int Visitors = 128;
    private const int WarmUpSeconds = 6;

    private static readonly (string Measure, string Route, (string Store, double? Share)[] Goals)[] Measures =
    [
        ("untouched", Routes.Untouched, [(Stores.Memory, 0.98), (Stores.Sqlite, 0.98), (Stores.Postgres, 0.98), (Stores.Files, 0.98), (Stores.Cookie, 0.98)]),
        ("three values of ten read", Routes.Read, [(Stores.Memory, 0.90), (Stores.Sqlite, 0.70), (Stores.Postgres, 0.22), (Stores.Files, 0.65), (Stores.Cookie, 0.60)]),
        ("the same by code that reaches for the session unannounced", Routes.ReadUnannounced, [(Stores.Memory, null), (Stores.Sqlite, null), (Stores.Postgres, null)]),
        ("counter incremented", Routes.Count, [(Stores.Memory, 0.85), (Stores.Sqlite, 0.50), (Stores.Postgres, 0.18), (Stores.Files, 0.30), (Stores.Cookie, 0.45)]),
        ("new session", Routes.New, [(Stores.Memory, 0.80), (Stores.Sqlite, 0.45)]),
    ];

    /// <summary>Measures and prints.</summary>
    /// <param name="rounds">How often each site is measured.</param>
    /// <param name="seconds">How long at a time.</param>
    /// <param name="only">The stores to measure; all where empty.</param>
    public static async Task<int> RunAsync(int rounds, int seconds, IReadOnlyCollection<string> only)
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
            foreach (var (peer, store) in Sites().Where(site => site.Peer is Peer.NoSession || only.Count == 0 || only.Contains(site.Store)))
            {
                if (store != Stores.Postgres || postgres is not null)
                {
                    sites.Add(await MeasuredSite.StartAsync(peer, store, PlaceOf(store, $"{folder}/{peer}-{store}", postgres), folder));
                }
            }

            foreach (var (measure, route, goals) in Measures)
            {
                await MeasureAsync(route, sites.Where(site => site.Takes(route, goals)).ToArray(), rounds, seconds, store => store == Stores.Postgres ? postgres!.Id : 0);
                isMet &= Print(measure, route, goals, sites);
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

    private static string PlaceOf(string store, string path, PostgresProcess? postgres) => store switch
    {
        Stores.Sqlite => $"Data Source={path}.db",
        Stores.Postgres => postgres!.ConnectionString,
        _ => path,
    };

    // In rounds, each in another order, so that what else the machine does hits all alike. Before them long enough for the runtime to have compiled all of it as well as it can.
    private static async Task MeasureAsync(string route, MeasuredSite[] sites, int rounds, int seconds, Func<string, int> serverOf)
    {
        foreach (var site in sites)
        {
            await site.LoadAsync(route, WarmUpSeconds, serverOf(site.Store), isCounted: false);
        }

        for (var round = 0; round < rounds; round++)
        {
            for (var i = 0; i < sites.Length; i++)
            {
                var site = sites[(i + round) % sites.Length];
                var load = await site.LoadAsync(route, seconds, serverOf(site.Store), isCounted: true);
                Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{round + 1}/{rounds} {route} {site.Peer} {site.Store}: {load.PerSecond:N0}/s, p99 {load.P99:N0} us"));
            }
        }
    }

    private static bool Print(string measure, string route, (string Store, double? Share)[] goals, List<MeasuredSite> sites)
    {
        var table = new MarkdownTable(measure, "AddSession", "TypedSessions", "goal", "met", "p99", "AddSession's p99", "processor time");
        var none = sites.Single(site => site.Peer is Peer.NoSession);
        var isMet = true;
        foreach (var (store, goal) in goals)
        {
            if (sites.Find(site => site.Peer is Peer.Typed && site.Store == store) is not { } typed)
            {
                continue;
            }

            var stock = sites.Find(site => site.Peer is Peer.Stock && site.Store == store);
            var shares = typed.SharesOf(route, none);
            var median = Paired.Median(shares);
            isMet &= goal is null || median >= goal;
            table.Add(
                store,
                stock is null ? "no such engine" : Text(Paired.Median(stock.SharesOf(route, none))),
                $"**{Text(median)}** ({Text(Paired.Quantile(shares, 0.25))}–{Text(Paired.Quantile(shares, 0.75))})",
                goal is { } share ? $"≥ {Text(share)}" : "none",
                goal is null ? "" : median >= goal ? "yes" : "no",
                $"{Text(Paired.Median(typed.TailsOf(route, none)))} ×",
                stock is null ? "" : $"{Text(Paired.Median(stock.TailsOf(route, none)))} ×",
                Text(Paired.Median(typed.TimeSharesOf(route, none))));
        }

        table.Print();
        return isMet;
    }

    private static string Text(double share) => share.ToString("0.00", CultureInfo.InvariantCulture);

    /// <summary>A site with what was measured of it.</summary>
    private sealed class MeasuredSite(Peer peer, string store, SiteProcess process, IReadOnlyList<string> cookies, string folder) : IDisposable
    {
        private readonly Dictionary<string, string> _scripts = [];
        private readonly Dictionary<string, List<(Load Load, double Milliseconds)>> _loads = [];

        public Peer Peer => peer;

        public string Store => store;

        public static async Task<MeasuredSite> StartAsync(Peer peer, string store, string place, string folder)
        {
            var process = await SiteProcess.StartAsync(peer, store, place);
            return new MeasuredSite(peer, store, process, peer is Peer.NoSession ? NoSessionCookies() : await process.SeedAsync(Visitors), folder);
        }

        public bool Takes(string route, (string Store, double? Share)[] goals) => peer is Peer.NoSession || goals.Any(goal => goal.Store == store);

        public async Task<Load> LoadAsync(string route, int seconds, int server, bool isCounted)
        {
            if (!_scripts.TryGetValue(route, out var script))
            {
                _scripts.Add(route, script = Wrk.Script(folder, route, route == Routes.New ? [] : cookies));
            }

            var before = Milliseconds(server);
            var load = await Wrk.RunAsync(process.Address, script, seconds);
            if (isCounted)
            {
                _loads.TryAdd(route, []);
                _loads[route].Add((load, Milliseconds(server) - before));
            }

            return load;
        }

        public double[] SharesOf(string route, MeasuredSite none)
            => [.. _loads[route].Zip(none._loads[route], (own, other) => own.Load.PerSecond / other.Load.PerSecond)];

        public double[] TailsOf(string route, MeasuredSite none)
            => [.. _loads[route].Zip(none._loads[route], (own, other) => own.Load.P99 / other.Load.P99)];

        // Of all processes: what the share would be if nothing ever waited, on a machine that does nothing else.
        public double[] TimeSharesOf(string route, MeasuredSite none)
            => [.. _loads[route].Zip(none._loads[route], (own, other) => other.Milliseconds / other.Load.Requests / (own.Milliseconds / own.Load.Requests))];

        public void Dispose() => process.Dispose();

        private double Milliseconds(int server) => ProcessorTime.Of(process.Id) + ProcessorTime.OfEndedChildren() + (server == 0 ? 0 : ProcessorTime.OfFamily(server));

        // As long as ours: who has no sessions may have other cookies.
        private static string[] NoSessionCookies() => [.. Enumerable.Range(0, Visitors).Select(i => $"visitor={i:D43}")];
    }
}
