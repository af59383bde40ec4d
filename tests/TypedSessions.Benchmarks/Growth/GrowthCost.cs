using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using TypedSessions.Benchmarks.Harness;
using TypedSessions.Benchmarks.Peers;
using TypedSessions.Benchmarks.Requests;
using TypedSessions.Storage;

namespace TypedSessions.Benchmarks.Growth;

/// <summary>What a request costs while the number of stored sessions grows, and that of the keys in one.</summary>
internal static class GrowthCost
{
    private const int Times = 200;
    private const int WarmUps = 20;

    // The files engine stores one file per session: a limit on the disk space.
    private const int MaxFiles = 100_000;

    // More of everything means colder caches and deeper trees; not more work.
    private const double Flat = 1.5;

    private static readonly int[] Keys = [1, 10, 100, 1000];

    /// <summary>Measures and prints.</summary>
    /// <param name="rounds">How often each site is measured.</param>
    /// <param name="largest">The largest number of sessions.</param>
    public static async Task<int> RunAsync(int rounds, int largest)
    {
        var folder = Directory.CreateTempSubdirectory("typedsessions-benchmark-").FullName;
        try
        {
            await WarmUpAsync();
            int[] sizes = [.. ((int[])[1_000, 100_000, largest]).Where(size => size <= largest).Distinct()];
            var isMet = await MeasureSessionsAsync(rounds, folder, sizes);
            isMet &= await MeasureKeysAsync(rounds, folder);
            return isMet ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // Until the code is as fast as it gets.
    private static async Task WarmUpAsync()
    {
        var site = await FilledSite.FillAsync(Stores.Memory, "", 1000, TenKeys());
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
            // A server each, or a number would meet the sessions of another.
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
        var site = await FilledSite.FillAsync(store, store == Stores.Sqlite ? $"Data Source={place}.db" : place, size, TenKeys());
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
                    await FilledSite.FillAsync(store, store == Stores.Sqlite ? $"Data Source={place}.db" : place, 100, ManyKeys(keys)));
            }

            isMet &= await AddAsync(table, store, Handlers.TypedRead, sites, rounds);
        }

        table.Print();
        return isMet;
    }

    // In rounds, so that what else the machine does hits all sizes alike.
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

        var there = times.Where((_, i) => sites[i] is not null).ToArray();
        if (there.Length == 0)
        {
            return true;
        }

        var most = there.Max(own => Ratio(own, there[0]));
        table.Add(
            [
                name, .. times.Select((own, i) => sites[i] is null ? "" : Text(own, there[0])),
                $"**{most.ToString("0.00", CultureInfo.InvariantCulture)} ×**", $"≤ {Flat} ×", most <= Flat ? "yes" : "no",
            ]);
        return most <= Flat;
    }

    private static double Ratio(double[] own, double[] smallest) => Paired.Median(own.Zip(smallest, static (a, b) => a / b));

    private static string Text(double[] own, double[] smallest)
        => string.Create(
            CultureInfo.InvariantCulture,
            $"{Paired.Median(own):0.0} ({Paired.Quantile(own, 0.25):0.0}–{Paired.Quantile(own, 0.75):0.0}) µs, "
            + $"{Ratio(own, smallest):0.00} ×");

    private static SessionValues TenKeys() => SessionValues.From(
    [
        Entry("Name", "Ada Lovelace"u8.ToArray()),
        Entry("Visits", [0, 0, 0, 42]),
        Entry("Last", """{"Title":"The Left Hand of Darkness","Pages":304}"""u8.ToArray()),
        .. Enumerable.Range(0, 7).Select(static i => Entry($"Other{i}", new byte[8])),
    ]);

    // What is read is the last one of them.
    private static SessionValues ManyKeys(int keys) => SessionValues.From(
    [
        Entry("Visits", [0, 0, 0, 42]),
        .. Enumerable.Range(0, keys - 1).Select(static i => Entry(string.Create(CultureInfo.InvariantCulture, $"Other{i}"), new byte[16])),
    ]);

    private static KeyValuePair<string, ReadOnlyMemory<byte>> Entry(string key, byte[] value) => new(key, value);
}
