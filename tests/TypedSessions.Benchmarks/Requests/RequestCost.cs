using System.Globalization;
using Microsoft.AspNetCore.Http;
using TypedSessions.Benchmarks.Harness;
using TypedSessions.Benchmarks.Servers;

namespace TypedSessions.Benchmarks.Requests;

/// <summary>What the middleware adds to a request that costs nothing else.</summary>
internal static class RequestCost
{
    private const int Times = 500;
    private const int WarmUps = 300;

    private const string None = "no session";

    /// <summary>Measures and prints.</summary>
    /// <param name="rounds">How often each way is measured.</param>
    /// <param name="only">A part of the names of the measures to take; all where empty.</param>
    public static async Task<int> RunAsync(int rounds, string only)
    {
        var measures = Measures().Where(measure => measure.Name.Contains(only, StringComparison.Ordinal)).ToArray();
        var none = BareSite.Build(Peer.NoSession);
        none.Endpoint = Handlers.Untouched;
        none.Cookie = $"visitor={new string('0', 43)}";
        var loops = new List<Loop> { new(None, Times, none.Send) };
        foreach (var measure in measures)
        {
            loops.Add(
                new Loop(
                    GetName(measure, Peer.Typed),
                    Times,
                    await StartAsync(Peer.Typed, Handlers.TypedSeed, measure.Typed, measure.RenewsCookie)));
            if (measure.Stock is not null)
            {
                loops.Add(
                    new Loop(
                        GetName(measure, Peer.Stock),
                        Times,
                        await StartAsync(Peer.Stock, Handlers.StockSeed, measure.Stock, renewsCookie: false)));
            }
        }

        var costs = Loops.Measure(WarmUps, rounds, loops);
        var table = new MarkdownTable(
            "the middleware adds to a request",
            "AddSession",
            "TypedSessions",
            "ratio",
            "goal",
            "met",
            "AddSession",
            "TypedSessions",
            "goal",
            "met");
        var isMet = true;
        foreach (var measure in measures)
        {
            isMet &= Add(
                table,
                measure,
                Added(costs, GetName(measure, Peer.Typed)),
                measure.Stock is null ? null : Added(costs, GetName(measure, Peer.Stock)));
        }

        table.Print();
        return isMet ? 0 : 1;
    }

    private static IEnumerable<Measure> Measures() =>
    [
        new("session untouched", Handlers.Untouched, Handlers.Untouched, 0.1, 200),
        new("three values of ten read", Handlers.TypedReads, Handlers.StockReads, 1.5, 1500),
        new("one value of ten written", Handlers.TypedWrite, Handlers.StockWrite, 1.5, 1500),
        new("one of ten written, and its cookie renewed", Handlers.TypedWrite, null, null, null, RenewsCookie: true),
        new("three of ten read, the model bound as a parameter", Handlers.TypedReadsOfAParameter, null, null, null),
    ];

    private static string GetName(Measure measure, Peer peer) => $"{peer}: {measure.Name}";

    // The cookie of AddSession goes with the browser, and so is sent once: what is compared with it does the same.
    private static async Task<Action<int>> StartAsync(Peer peer, Endpoint seed, Endpoint measured, bool renewsCookie)
    {
        var server = BareSite.Build(peer, configure: options => options.ExpireWithBrowser = !renewsCookie);
        await server.BeginSessionAsync(seed);
        server.Endpoint = measured;
        return server.Send;
    }

    // Round by round, so that what made one slow made the other slow.
    private static Cost[] Added(IReadOnlyDictionary<string, Cost[]> costs, string name)
        => [.. costs[name].Zip(
            costs[None], (with, without) => new Cost(with.Nanoseconds - without.Nanoseconds, with.Bytes - without.Bytes))];

    private static bool Add(MarkdownTable table, Measure measure, Cost[] typed, Cost[]? stock)
    {
        var time = Paired.Median(typed.Select(cost => cost.Nanoseconds / 1000));
        var bytes = Paired.Median(typed.Select(cost => cost.Bytes));
        table.Add(
            measure.Name,
            stock is null ? "" : Microseconds(stock),
            Microseconds(typed),
            stock is null ? "" : Text(Paired.Median(stock.Zip(typed, (other, own) => own.Nanoseconds / other.Nanoseconds))),
            measure.Time is { } maxTime ? $"≤ {maxTime.ToString("0.0", CultureInfo.InvariantCulture)} µs" : "",
            Met(time, measure.Time),
            stock is null ? "" : Bytes(stock),
            $"**{Bytes(typed)}**",
            measure.Bytes is { } maxBytes ? $"≤ {maxBytes:N0} B" : "",
            Met(bytes, measure.Bytes));
        return (measure.Time is null || time <= measure.Time) && (measure.Bytes is null || bytes <= measure.Bytes);
    }

    private static string Microseconds(Cost[] costs)
    {
        var times = costs.Select(cost => cost.Nanoseconds / 1000).ToArray();
        return $"**{Text(Paired.Median(times))}** ({Text(Paired.Quantile(times, 0.25))}–{Text(Paired.Quantile(times, 0.75))}) µs";
    }

    private static string Bytes(Cost[] costs)
        => string.Create(CultureInfo.InvariantCulture, $"{Paired.Median(costs.Select(cost => cost.Bytes)):N0} B");

    private static string Text(double number) => number.ToString("0.00", CultureInfo.InvariantCulture);

    private static string Met(double value, double? goal) => goal is null ? "" : value <= goal ? "yes" : "no";

    private sealed record Measure(string Name, Endpoint Typed, Endpoint? Stock, double? Time, double? Bytes, bool RenewsCookie = false);
}
