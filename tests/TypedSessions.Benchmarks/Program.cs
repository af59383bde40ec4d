using TypedSessions.Benchmarks.Compilation;

return args switch
{
    ["analyzers", .. var rest] => await AnalyzerCost.RunAsync(Number(rest, 0, 15), Number(rest, 1, 1000)),
    ["analyzer-profile", .. var rest] => await AnalyzerProfile.RunAsync(Number(rest, 0, 1000)),
    ["generator", .. var rest] => GeneratorCost.Run(Number(rest, 0, 25), Number(rest, 1, 1000)),
    _ => Explain(),
};

static int Number(string[] arguments, int place, int byDefault)
    => arguments.Length > place && int.TryParse(arguments[place], out var number) ? number : byDefault;

static int Explain()
{
    Console.Error.WriteLine("""
        dotnet run -c Release --project tests/TypedSessions.Benchmarks -- <what> [rounds [classes]]

          analyzers           what the analyzers add to the time of a compilation
          analyzer-profile    which of them take how much of it [classes]
          generator           what the generator takes after an edit [rounds [models]]
        """);
    return 2;
}
