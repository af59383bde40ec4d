using System.Globalization;
using TypedSessions.Benchmarks.Peers;
using TypedSessions.Benchmarks.Promises;
using TypedSessions.Benchmarks.Servers;

namespace TypedSessions.Benchmarks.Charts;

/// <summary>
/// Measures and draws the charts of the README: the figures in <c>docs/internals/charts.json</c>, the charts in
/// <c>docs/images</c>. Must run in the root of the repository.
/// </summary>
internal static class ChartRun
{
    private const string DataFile = "docs/internals/charts.json";
    private const string Folder = "docs/images";

    /// <summary>Measures throughput and lost updates, and draws the charts.</summary>
    /// <param name="rounds">The number of measurements of each site.</param>
    /// <param name="pairs">The number of pairs of concurrent requests.</param>
    public static async Task<int> RunAsync(int rounds, int pairs)
    {
        var shares = new List<ServerShare>();
        var result = await ServerCost.RunAsync(
            rounds,
            seconds: 1,
            [Stores.Memory, Stores.Sqlite, Stores.Postgres],
            static route => route is Routes.Read or Routes.Count,
            share => shares.Add(Round(share)));
        if (shares.Count == 0)
        {
            return result;
        }

        new ChartData(shares, pairs, await PromiseCounts.CountLostAsync(pairs)).Write(DataFile);
        return Draw();
    }

    // The charts show two decimals.
    private static ServerShare Round(ServerShare share)
        => share with
        {
            AddSession = share.AddSession is { } value ? Math.Round(value, 2) : null,
            TypedSessions = Math.Round(share.TypedSessions, 2),
        };

    /// <summary>Counts lost updates again and draws the charts.</summary>
    public static async Task<int> CountAsync(int pairs)
    {
        (ChartData.Read(DataFile) with { Pairs = pairs, Lost = await PromiseCounts.CountLostAsync(pairs) }).Write(DataFile);
        return Draw();
    }

    /// <summary>Draws the charts from the figures of the last run.</summary>
    public static int Draw()
    {
        var data = ChartData.Read(DataFile);
        BarChart throughput = new(
            "Requests per second, as a share of the same site without sessions",
            [.. from share in data.Shares
                orderby GetOrder(share.Store)
                select new BarGroup(
                    $"{share.Store}\n{(share.Route == Routes.Read ? "read" : "write")}", share.AddSession ?? 0, share.TypedSessions)],
            static value => value.ToString("0.00", CultureInfo.InvariantCulture));
        BarChart lost = new(
            $"Updates lost in {data.Pairs} pairs of concurrent requests that change different keys",
            [.. from count in data.Lost
                orderby GetOrder(count.Store)
                select new BarGroup(count.Store, count.AddSession, count.TypedSessions)],
            static value => value.ToString("0", CultureInfo.InvariantCulture));

        throughput.Write(Path.Combine(Folder, "throughput"));
        lost.Write(Path.Combine(Folder, "lost-updates"));
        return 0;
    }

    private static int GetOrder(string store) => store switch
    {
        Stores.Memory => 0,
        Stores.Sqlite => 1,
        _ => 2,
    };
}
