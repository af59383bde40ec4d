using TypedSessions.Benchmarks.Access;
using TypedSessions.Benchmarks.Charts;
using TypedSessions.Benchmarks.Compilation;
using TypedSessions.Benchmarks.Engines;
using TypedSessions.Benchmarks.Growth;
using TypedSessions.Benchmarks.Harness;
using TypedSessions.Benchmarks.Pages;
using TypedSessions.Benchmarks.Promises;
using TypedSessions.Benchmarks.Requests;
using TypedSessions.Benchmarks.Servers;

return await RunAsync(args);

static async Task<int> RunAsync(string[] args) => args switch
{
    ["analyzers", ..] when !QuietProcess.IsThis => await QuietProcess.RunAsync(args),
    ["analyzers", .. var rest] => await AnalyzerCost.RunAsync(Number(rest, 0, 15), Number(rest, 1, 1000)),
    ["shape", ..] when !QuietProcess.IsThis => await QuietProcess.RunAsync(args),
    ["shape", .. var rest] => await ShapeCost.RunAsync(Number(rest, 0, 15), Number(rest, 1, 200)),
    ["analyzer-profile", .. var rest] => await AnalyzerProfile.RunAsync(Number(rest, 0, 1000)),
    ["servers", .. var rest] => await ServerCost.RunAsync(Number(rest, 0, 11), Number(rest, 1, 1), [.. rest.Skip(2)]),
    ["engine", .. var rest] => await EngineCost.RunAsync(Number(rest, 0, 15)),
    ["requests", .. var rest] => await RequestCost.RunAsync(Number(rest, 0, 300), rest.ElementAtOrDefault(1) ?? ""),
    ["access", .. var rest] => await AccessCost.RunAsync(Number(rest, 0, 300)),
    ["promises", .. var rest] => await PromiseCounts.RunAsync(Number(rest, 0, 500), Number(rest, 1, 2000)),
    ["pages", .. var rest] => await PageCost.RunAsync(Number(rest, 0, 50), Number(rest, 1, 1_000_000)),
    ["growth", .. var rest] => await GrowthCost.RunAsync(Number(rest, 0, 50), Number(rest, 1, 10_000_000)),
    ["charts", "count", .. var rest] => await ChartRun.CountAsync(Number(rest, 0, 500)),
    ["charts", "draw"] => ChartRun.Draw(),
    ["charts", .. var rest] => await ChartRun.RunAsync(Number(rest, 0, 11), Number(rest, 1, 500)),
    ["all"] => await AllAsync(),
    ["site", var peer, var store, var place] => await Site.RunAsync(Enum.Parse<Peer>(peer), store, place),
    ["generator", .. var rest] => GeneratorCost.Run(Number(rest, 0, 25), Number(rest, 1, 1000)),
    _ => Explain(),
};

// Everything of docs/internals/performance.md, one after the other: whatever runs beside a measurement is in it.
static async Task<int> AllAsync()
{
    var missed = 0;
    foreach (var part in (string[])["servers", "engine", "requests", "access", "promises", "growth", "generator", "analyzers", "shape"])
    {
        missed |= await RunAsync([part]);
    }

    return missed;
}

static int Number(string[] arguments, int place, int byDefault)
    => arguments.Length > place && int.TryParse(arguments[place], out var number) ? number : byDefault;

static int Explain()
{
    Console.Error.WriteLine("""
        dotnet run -c Release --project tests/TypedSessions.Benchmarks -- <what> [rounds [more]]

          all                                    all of it, in two hours
          servers [rounds [seconds [stores, routes and a number of connections]]]
                                                 what sessions leave of a server's throughput
          engine [rounds]                        our SQLite engine against raw ADO.NET
          requests [rounds [measure]]            what the middleware alone adds to a request
          access [rounds]                        what one look at a value costs
          charts [rounds [pairs]]                the charts of docs/images: throughput, and updates lost under concurrency
          charts count [pairs]                   the same with the last figures of throughput
          charts draw                            the same with all figures of the last run
          promises [rounds [redirects]]          what is lost, what is stale, and how often the engine is asked
          pages [rounds [sessions]]              what a page of the dashboard costs among many sessions
          growth [rounds [sessions]]             what a request costs while sessions and keys grow
          analyzers [rounds [classes]]           what the analyzers add to the time of a compilation
          shape [rounds [models]]                what shape files add to the analysis of a project
          analyzer-profile [classes]             which of them take how much of it
          generator [rounds [models]]            what the generator takes after an edit
        """);
    return 2;
}
