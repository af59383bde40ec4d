using TypedSessions.Benchmarks.Compilation;

return args switch
{
    ["analyzers", .. var rest] => await AnalyzerCost.RunAsync(Rounds(rest)),
    _ => Explain(),
};

static int Rounds(string[] arguments) => arguments is [var text, ..] && int.TryParse(text, out var rounds) ? rounds : 15;

static int Explain()
{
    Console.Error.WriteLine("""
        dotnet run -c Release --project tests/TypedSessions.Benchmarks -- <what> [rounds]

          analyzers    what the analyzers add to the time of a compilation
        """);
    return 2;
}
