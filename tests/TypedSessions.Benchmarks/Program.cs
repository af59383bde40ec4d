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
    ["analyzers", ..] when !QuietProcess.IsCurrent => await QuietProcess.RunAsync(args),
    ["analyzers", .. var rest] => await AnalyzerCost.RunAsync(GetNumber(rest, 0, 15), GetNumber(rest, 1, 1000)),
    ["shape", ..] when !QuietProcess.IsCurrent => await QuietProcess.RunAsync(args),
    ["shape", .. var rest] => await ShapeCost.RunAsync(GetNumber(rest, 0, 15), GetNumber(rest, 1, 200)),
    ["analyzer-profile", .. var rest] => await AnalyzerProfile.RunAsync(GetNumber(rest, 0, 1000)),
    ["servers", .. var rest] => await ServerCost.RunAsync(GetNumber(rest, 0, 11), GetNumber(rest, 1, 1), [.. rest.Skip(2)]),
    ["engine", .. var rest] => await EngineCost.RunAsync(GetNumber(rest, 0, 15)),
    ["requests", .. var rest] => await RequestCost.RunAsync(GetNumber(rest, 0, 300), rest.ElementAtOrDefault(1) ?? ""),
    ["access", .. var rest] => await AccessCost.RunAsync(GetNumber(rest, 0, 300)),
    ["promises", .. var rest] => await PromiseCounts.RunAsync(GetNumber(rest, 0, 500), GetNumber(rest, 1, 2000)),
    ["pages", .. var rest] => await PageCost.RunAsync(GetNumber(rest, 0, 50), GetNumber(rest, 1, 1_000_000)),
    ["growth", .. var rest] => await GrowthCost.RunAsync(GetNumber(rest, 0, 50), GetNumber(rest, 1, 10_000_000)),
    ["charts", "count", .. var rest] => await ChartRun.CountAsync(GetNumber(rest, 0, 500)),
    ["charts", "draw"] => ChartRun.Draw(),
    ["charts", .. var rest] => await ChartRun.RunAsync(GetNumber(rest, 0, 11), GetNumber(rest, 1, 500)),
    ["all"] => await AllAsync(),
    ["site", var peer, var store, var place] => await Site.RunAsync(Enum.Parse<Peer>(peer), store, place),
    ["generator", .. var rest] => GeneratorCost.Run(GetNumber(rest, 0, 25), GetNumber(rest, 1, 1000)),
    _ => PrintUsage(),
};

// Runs the parts of docs/internals/performance.md one after another, because concurrent work would distort the figures.
static async Task<int> AllAsync()
{
    var missed = 0;
    foreach (var part in (string[])["servers", "engine", "requests", "access", "promises", "growth", "generator", "analyzers", "shape"])
    {
        missed |= await RunAsync([part]);
    }

    return missed;
}

static int GetNumber(string[] arguments, int index, int defaultValue)
    => arguments.Length > index && int.TryParse(arguments[index], out var number) ? number : defaultValue;

static int PrintUsage()
{
    Console.Error.WriteLine("""
        Usage: dotnet run -c Release --project tests/TypedSessions.Benchmarks -- <command> [arguments]

          all                                    everything but charts, pages and analyzer-profile; takes two hours
          servers [rounds [seconds [store|route|connections ...]]]
                                                 throughput of a server with sessions, as a share of that without
          engine [rounds]                        cost of the SQLite engine compared with raw ADO.NET
          requests [rounds [filter]]             cost that the middleware adds to a request
          access [rounds]                        cost of reading or setting one value
          charts [rounds [pairs]]                measure and draw the charts of docs/images: throughput and lost updates
          charts count [pairs]                   count lost updates again and redraw the charts
          charts draw                            redraw the charts from the figures of the last run
          promises [rounds [redirects]]          number of lost updates, stale reads and engine calls
          pages [rounds [sessions]]              cost of a page of the dashboard, by number of stored sessions
          growth [rounds [sessions]]             cost of a request, by number of stored sessions and of keys
          analyzers [rounds [classes]]           time that the analyzers add to a compilation
          shape [rounds [models]]                time that shape files add to the analysis of a project
          analyzer-profile [classes]             time of each analyzer
          generator [rounds [models]]            time of the generator after an edit
        """);
    return 2;
}
