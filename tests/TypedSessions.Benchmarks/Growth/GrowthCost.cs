using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using TypedSessions.Benchmarks.Harness;
using TypedSessions.Benchmarks.Peers;
using TypedSessions.Benchmarks.Requests;
using TypedSessions.Storage;

namespace TypedSessions.Benchmarks.Growth;

/// <summary>Measures the cost of a request by the number of stored sessions, and by the number of keys in a session.</summary>
internal static class GrowthCost
{
    private const int Times = 200;
    private const int WarmUps = 20;

    // The files engine stores one file per session: a limit on the disk space.
    private const int MaxFiles = 100_000;

    // More sessions cause more cache misses and deeper indexes, not more work.
    private const double MaxRatio = 1.5;

    private static readonly int[] Keys = [1, 10, 100, 1000];

    /// <summary>Runs the measurements and prints the tables.</summary>
    /// <param name="rounds">The number of measurements of each site.</param>
    /// <param name="maxSessions">The largest number of sessions.</param>
    public static async Task<int> RunAsync(int rounds, int maxSessions)
    {
        var folder = Directory.CreateTempSubdirectory("typedsessions-benchmark-").FullName;
        try
        {
            await WarmUpAsync();
            int[] sizes = [.. ((int[])[1_000, 100_000, maxSessions]).Where(size => size <= maxSessions).Distinct()];
            var isMet = await MeasureSessionsAsync(rounds, folder, sizes);
            isMet &= await MeasureKeysAsync(rounds, folder);
            return isMet ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // Until the JIT compiler has reached its last tier.
    private static async Task WarmUpAsync()
    {
        var site = await FilledSite.FillAsync(Stores.Memory, "", 1000, CreateTenKeys());
        for (var i = 0; i < 200; i++)
        {
            await site.SendAsync(Handlers.TypedReads, Times);
            await site.SendAsync(Handlers.TypedWrite, Times);
            await site.SendAsync(Handlers.TypedRead, Times);
        }
    }

    private static async Task<bool> MeasureSessionsAsync(int rounds, string folder, int[] sizes)
    {
        var table = new MarkdownTable(
            [
                "a request, by stored sessions", .. sizes.Select(size => size.ToString("N0", CultureInfo.InvariantCulture)), "most", "goal",
                "met",
            ]);
        var isMet = true;
        foreach (var store in (string[])[Stores.Memory, Stores.Sqlite, Stores.Files, Stores.Postgres])
        {
            // One server for each size, because the sizes must not share a table.
            var servers = new List<StoreServer>();
            try
            {
                var sites = new List<FilledSite?>();
                foreach (var size in sizes)
                {
                    sites.Add(await FillAsync(store, folder, size, servers));
                }

                isMet &= await AddAsync(table, $"{store}, three values read", Handlers.TypedReads, sites, rounds);
                isMet &= await AddAsync(table, $"{store}, one written", Handlers.TypedWrite, sites, rounds);
            }
            finally
            {
                servers.ForEach(static server => server.Dispose());
            }
        }

        table.Print();
        return isMet;
    }

    private static async Task<FilledSite?> FillAsync(string store, string folder, int size, List<StoreServer> servers)
    {
        if (store == Stores.Files && size > MaxFiles)
        {
            return null;
        }

        var place = Path.Combine(folder, $"{store}-{size}");
        if (store == Stores.Postgres)
        {
            if (await StoreServer.StartAsync(store) is not { } server)
            {
                return null;
            }

            servers.Add(server);
            place = server.ConnectionString;
        }

        var watch = Stopwatch.StartNew();
        var site = await FilledSite.FillAsync(store, store == Stores.Sqlite ? $"Data Source={place}.db" : place, size, CreateTenKeys());
        Console.Error.WriteLine($"{size:N0} sessions into {store}: {watch.Elapsed.TotalSeconds:N0} s");
        return site;
    }

    private static async Task<bool> MeasureKeysAsync(int rounds, string folder)
    {
        var table = new MarkdownTable(
            [
                "a request that reads one key, by keys of the session",
                .. Keys.Select(size => size.ToString("N0", CultureInfo.InvariantCulture)), "most", "goal", "met",
            ]);
        var isMet = true;
        foreach (var store in (string[])[Stores.Memory, Stores.Sqlite, Stores.Files])
        {
            var sites = new List<FilledSite?>();
            foreach (var keys in Keys)
            {
                var place = Path.Combine(folder, $"keys-{store}-{keys}");
                sites.Add(
                    await FilledSite.FillAsync(store, store == Stores.Sqlite ? $"Data Source={place}.db" : place, 100, CreateKeys(keys)));
            }

            isMet &= await AddAsync(table, store, Handlers.TypedRead, sites, rounds);
        }

        table.Print();
        return isMet;
    }

    // Rounds are interleaved, so that background load affects all sizes alike.
    private static async Task<bool> AddAsync(MarkdownTable table, string name, Endpoint endpoint, List<FilledSite?> sites, int rounds)
    {
        var times = sites.Select(_ => new double[rounds]).ToArray();
        for (var round = -WarmUps; round < rounds; round++)
        {
            for (var i = 0; i < sites.Count; i++)
            {
                if (sites[i] is { } site)
                {
                    var start = Stopwatch.GetTimestamp();
                    await site.SendAsync(endpoint, Times);
                    times[i][Math.Max(round, 0)] = Stopwatch.GetElapsedTime(start).TotalMicroseconds / Times;
                }
            }
        }

        var measured = times.Where((_, i) => sites[i] is not null).ToArray();
        if (measured.Length == 0)
        {
            return true;
        }

        var maxRatio = measured.Max(own => GetRatio(own, measured[0]));
        table.Add(
            [
                name, .. times.Select((own, i) => sites[i] is null ? "" : Format(own, measured[0])),
                $"**{maxRatio.ToString("0.00", CultureInfo.InvariantCulture)} ×**", $"≤ {MaxRatio} ×", maxRatio <= MaxRatio ? "yes" : "no",
            ]);
        return maxRatio <= MaxRatio;
    }

    private static double GetRatio(double[] own, double[] smallest) => Paired.Median(own.Zip(smallest, static (a, b) => a / b));

    private static string Format(double[] own, double[] smallest)
        => string.Create(
            CultureInfo.InvariantCulture,
            $"{Paired.Median(own):0.0} ({Paired.Quantile(own, 0.25):0.0}–{Paired.Quantile(own, 0.75):0.0}) µs, "
            + $"{GetRatio(own, smallest):0.00} ×");

    private static SessionValues CreateTenKeys() => SessionValues.From(
    [
        CreateEntry("Name", "Ada Lovelace"u8.ToArray()),
        CreateEntry("Visits", [0, 0, 0, 42]),
        CreateEntry("Last", """{"Title":"The Left Hand of Darkness","Pages":304}"""u8.ToArray()),
        .. Enumerable.Range(0, 7).Select(static i => CreateEntry($"Other{i}", new byte[8])),
    ]);

    // The key "Visits", which the handler reads, is stored last.
    private static SessionValues CreateKeys(int keys) => SessionValues.From(
    [
        CreateEntry("Visits", [0, 0, 0, 42]),
        .. Enumerable.Range(0, keys - 1).Select(
            static i => CreateEntry(string.Create(CultureInfo.InvariantCulture, $"Other{i}"), new byte[16])),
    ]);

    private static KeyValuePair<string, ReadOnlyMemory<byte>> CreateEntry(string key, byte[] value) => new(key, value);
}
