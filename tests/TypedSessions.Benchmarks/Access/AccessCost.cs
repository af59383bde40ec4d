using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using TypedSessions.Benchmarks.Harness;
using TypedSessions.Benchmarks.Requests;
using TypedSessions.Benchmarks.Servers;

namespace TypedSessions.Benchmarks.Access;

/// <summary>Measures the cost of reading or setting one value of a loaded session.</summary>
internal static class AccessCost
{
    private const int Times = 100_000;
    private const int WarmUps = 60;

    // Not the instance that the session contains, so that the comparison cannot stop at the reference.
    private static readonly string EqualName = string.Concat("Ada ", "Lovelace".AsSpan());

    /// <summary>Runs the measurement and prints the table.</summary>
    public static async Task<int> RunAsync(int rounds)
    {
        var isMet = false;
        await InASessionAsync(Peer.Typed, Handlers.TypedSeed, typed => InASessionAsync(Peer.Stock, Handlers.StockSeed, stock =>
        {
            isMet = Measure(rounds, typed.As<BenchSession>(), stock);
            return Task.CompletedTask;
        }));
        return isMet ? 0 : 1;
    }

    private static Task InASessionAsync(Peer peer, Endpoint seed, Func<ISession, Task> use)
    {
        var server = BareSite.Build(peer);
        return server.BeginSessionAsync(seed, new Endpoint(
            async context =>
            {
                await context.Session.LoadAsync();
                await use(context.Session);
            },
            new EndpointMetadataCollection(new PreloadSessionAttribute()),
            "benchmark"));
    }

    private static bool Measure(int rounds, BenchSession typed, ISession stock)
    {
        var measures = GetMeasures(typed, stock);
        var costs = Loops.Measure(WarmUps, rounds, [.. measures.SelectMany(static measure => new[] { measure.Typed, measure.Stock })]);
        var table = new MarkdownTable("access to a value", "AddSession", "", "TypedSessions", "", "ratio", "goal", "met");
        var isMet = true;
        foreach (var (name, goal, ownLoop, otherLoop) in measures)
        {
            var (own, other) = (costs[ownLoop.Name], costs[otherLoop.Name]);
            var (time, bytes) = (Paired.Median(own.Select(cost => cost.Nanoseconds)), Paired.Median(own.Select(cost => cost.Bytes)));
            isMet &= time <= goal && bytes < 1;
            table.Add(
                name,
                FormatNanoseconds(other),
                FormatBytes(other),
                FormatNanoseconds(own),
                FormatBytes(own),
                Paired.Median(own.Zip(other, (a, b) => a.Nanoseconds / b.Nanoseconds)).ToString("0.000", CultureInfo.InvariantCulture),
                $"≤ {goal} ns, 0 B",
                time <= goal && bytes < 1 ? "yes" : "no");
        }

        table.Print();
        return isMet;
    }

    private static IReadOnlyList<(string Name, int Goal, Loop Typed, Loop Stock)> GetMeasures(BenchSession typed, ISession stock) =>
    [
        Pair(
            "get of an int", 10,
            times => Sum(times, typed, static session => session.Visits),
            times => Sum(times, stock, static session => session.GetInt32("Visits")!.Value)),
        Pair(
            "get of a string", 10,
            times => Sum(times, typed, static session => session.Name!.Length),
            times => Sum(times, stock, static session => session.GetString("Name")!.Length)),
        Pair(
            "get of an object that has been read", 10,
            times => Sum(times, typed, static session => session.Last!.Pages),
            times => Sum(times, stock, static session => JsonSerializer.Deserialize(session.Get("Last"), BenchJson.Default.Book)!.Pages)),
        Pair(
            "set of an equal int", 20,
            times => Sum(times, typed, static session => session.Visits = 42),
            times => Sum(times, stock, static session =>
            {
                session.SetInt32("Visits", 42);
                return 42;
            })),
        Pair(
            "set of an equal string", 20,
            times => Sum(times, typed, static session => (session.Name = EqualName).Length),
            times => Sum(times, stock, static session =>
            {
                session.SetString("Name", EqualName);
                return EqualName.Length;
            })),
    ];

    private static (string Name, int Goal, Loop Typed, Loop Stock) Pair(string name, int goal, Action<int> typed, Action<int> stock)
        => (name, goal, new Loop($"typed {name}", Times, typed), new Loop($"stock {name}", Times / 10, stock));

    private static void Sum<T>(int times, T session, Func<T, int> access)
    {
        var sum = 0;
        for (var i = 0; i < times; i++)
        {
            sum += access(session);
        }

        GC.KeepAlive(sum);
    }

    private static string FormatNanoseconds(Cost[] costs)
    {
        var times = costs.Select(cost => cost.Nanoseconds).ToArray();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"**{Paired.Median(times):0.0}** ({Paired.Quantile(times, 0.25):0.0}–{Paired.Quantile(times, 0.75):0.0}) ns");
    }

    private static string FormatBytes(Cost[] costs)
        => string.Create(CultureInfo.InvariantCulture, $"{Paired.Median(costs.Select(cost => cost.Bytes)):N0} B");
}
