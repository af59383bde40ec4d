using System.Globalization;
using Microsoft.AspNetCore.Http;
using TypedSessions.Benchmarks.Harness;
using TypedSessions.Benchmarks.Servers;

namespace TypedSessions.Benchmarks.Requests;

/// <summary>Measures the cost that the middleware adds to a request.</summary>
internal static class RequestCost
{
    private const int Times = 500;
    private const int WarmUps = 300;

    private const string None = "no session";

    /// <summary>Runs the measurements and prints the table.</summary>
    /// <param name="rounds">The number of measurements of each pipeline.</param>
    /// <param name="filter">A part of the names of the measures to run; empty for all.</param>
    public static async Task<int> RunAsync(int rounds, string filter)
    {
        var measures = GetMeasures().Where(measure => measure.Name.Contains(filter, StringComparison.Ordinal)).ToArray();
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
                GetAddedCosts(costs, GetName(measure, Peer.Typed)),
                measure.Stock is null ? null : GetAddedCosts(costs, GetName(measure, Peer.Stock)));
        }

        table.Print();
        return isMet ? 0 : 1;
    }

    private static IEnumerable<Measure> GetMeasures() =>
    [
        new("session untouched", Handlers.Untouched, Handlers.Untouched, 0.1, 200),
        new("three values of ten read", Handlers.TypedReads, Handlers.StockReads, 1.5, 1500),
        new("one value of ten written", Handlers.TypedWrite, Handlers.StockWrite, 1.5, 1500),
        new("one of ten written, and its cookie renewed", Handlers.TypedWrite, null, null, null, RenewsCookie: true),
        new("three of ten read, the model bound as a parameter", Handlers.TypedParameterReads, null, null, null),
    ];

    private static string GetName(Measure measure, Peer peer) => $"{peer}: {measure.Name}";

    // AddSession sends its browser-session cookie only once, so the compared site of TypedSessions does the same.
    private static async Task<Action<int>> StartAsync(Peer peer, Endpoint seed, Endpoint measured, bool renewsCookie)
    {
        var server = BareSite.Build(peer, configure: options => options.ExpireWithBrowser = !renewsCookie);
        await server.BeginSessionAsync(seed);
        server.Endpoint = measured;
        return server.Send;
    }

    // Differences are computed per round, because both runs of a round share the same background load.
    private static Cost[] GetAddedCosts(IReadOnlyDictionary<string, Cost[]> costs, string name)
        => [.. costs[name].Zip(
            costs[None], (with, without) => new Cost(with.Nanoseconds - without.Nanoseconds, with.Bytes - without.Bytes))];

    private static bool Add(MarkdownTable table, Measure measure, Cost[] typed, Cost[]? stock)
    {
        var time = Paired.Median(typed.Select(cost => cost.Nanoseconds / 1000));
        var bytes = Paired.Median(typed.Select(cost => cost.Bytes));
        table.Add(
            measure.Name,
            stock is null ? "" : FormatMicroseconds(stock),
            FormatMicroseconds(typed),
            stock is null ? "" : Format(Paired.Median(stock.Zip(typed, (other, own) => own.Nanoseconds / other.Nanoseconds))),
            measure.Time is { } maxTime ? $"≤ {maxTime.ToString("0.0", CultureInfo.InvariantCulture)} µs" : "",
            FormatIsMet(time, measure.Time),
            stock is null ? "" : FormatBytes(stock),
            $"**{FormatBytes(typed)}**",
            measure.Bytes is { } maxBytes ? $"≤ {maxBytes:N0} B" : "",
            FormatIsMet(bytes, measure.Bytes));
        return (measure.Time is null || time <= measure.Time) && (measure.Bytes is null || bytes <= measure.Bytes);
    }

    private static string FormatMicroseconds(Cost[] costs)
    {
        var times = costs.Select(cost => cost.Nanoseconds / 1000).ToArray();
        return $"**{Format(Paired.Median(times))}** ({Format(Paired.Quantile(times, 0.25))}–{Format(Paired.Quantile(times, 0.75))}) µs";
    }

    private static string FormatBytes(Cost[] costs)
        => string.Create(CultureInfo.InvariantCulture, $"{Paired.Median(costs.Select(cost => cost.Bytes)):N0} B");

    private static string Format(double number) => number.ToString("0.00", CultureInfo.InvariantCulture);

    private static string FormatIsMet(double value, double? goal) => goal is null ? "" : value <= goal ? "yes" : "no";

    private sealed record Measure(string Name, Endpoint Typed, Endpoint? Stock, double? Time, double? Bytes, bool RenewsCookie = false);
}
