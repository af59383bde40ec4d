using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using TypedSessions.Benchmarks.Harness;
using TypedSessions.Generator;

namespace TypedSessions.Benchmarks.Compilation;

/// <summary>Measures the time that all analyzers together add to a compilation, compared with an empty analyzer.</summary>
internal static class AnalyzerCost
{
    public static async Task<int> RunAsync(int rounds, int classes)
    {
        Console.WriteLine($"{classes} classes, {rounds} rounds, processor time, medians (quartiles) in ms\n");
        Console.WriteLine(
            "| project | compilation without analyzers | analysis by an empty analyzer | cost of a build (quartiles) | goal | met "
            + "| with the rules that only inform |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        var isMet = await MeasureAsync("without sessions", Sources.WithoutSessions(classes), rounds, goal: 0.02);
        isMet &= await MeasureAsync("with a model in each class", Sources.WithModels(classes), rounds, goal: 0.06);
        return isMet ? 0 : 1;
    }

    private static async Task<bool> MeasureAsync(string name, ImmutableArray<string> sources, int rounds, double goal)
    {
        var project = Sources.Compile(sources);
        ThrowIfErrors(project);
        var times = await Paired.MeasureAsync(rounds,
        [
            ("compilation", () => Task.Run(() => Compile(project))),
            ("empty", () => AnalyzeAsync(project, [new EmptyAnalyzer()])),
            ("build", () => AnalyzeAsync(project, [.. CreateAnalyzers().Where(RunsInBuild)])),
            ("all", () => AnalyzeAsync(project, CreateAnalyzers())),
        ]);

        // Differences are computed per round, because both runs of a round share the same background load.
        var compilation = Paired.Median(times["compilation"]);
        double[] GetCosts(string way) => [.. times[way].Zip(times["empty"], (one, empty) => (one - empty) / compilation)];
        var cost = Paired.Median(GetCosts("build"));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {Format(times["compilation"])} | {Format(times["empty"])} | {FormatShare(GetCosts("build"))} "
            + $"| < {goal:P0} | {(cost < goal ? "yes" : "no")} | {FormatShare(GetCosts("all"))} |"));
        return cost < goal;
    }

    // The compiler skips analyzers whose rules are all informational unless it writes an error log.
    private static bool RunsInBuild(DiagnosticAnalyzer analyzer)
        => analyzer.SupportedDiagnostics.Any(static rule => rule.DefaultSeverity > DiagnosticSeverity.Info);

    private static string FormatShare(double[] costs) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Paired.Median(costs):P1} ({Paired.Quantile(costs, 0.25):P1}–{Paired.Quantile(costs, 0.75):P1})");

    private static string Format(double[] times) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Paired.Median(times):N0} ({Paired.Quantile(times, 0.25):N0}–{Paired.Quantile(times, 0.75):N0})");

    // A whole compilation as csc runs it without analyzers: parse, bind, lower, and emit code and debug symbols.
    private static void Compile(CSharpCompilation project)
    {
        var result = Sources.Recreate(project).Emit(Stream.Null, Stream.Null);
        if (!result.Success)
        {
            throw new InvalidOperationException(string.Join('\n', result.Diagnostics));
        }
    }

    // Analyzers run while bodies are bound. Emitting costs the same with and without them and is left out.
    private static Task<ImmutableArray<Diagnostic>> AnalyzeAsync(CSharpCompilation project, ImmutableArray<DiagnosticAnalyzer> analyzers)
        => Sources.Recreate(project)
            .WithAnalyzers(
                analyzers,
                new CompilationWithAnalyzersOptions(
                    new AnalyzerOptions([]), onAnalyzerException: null, concurrentAnalysis: true, logAnalyzerExecutionTime: false))
            .GetAllDiagnosticsAsync();

    private static void ThrowIfErrors(CSharpCompilation project)
    {
        var errors = project.GetDiagnostics().Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToArray();
        if (errors.Length > 0)
        {
            throw new InvalidOperationException(string.Join('\n', errors.Take(10).Select(static error => error.ToString())));
        }
    }

    /// <summary>Creates all analyzers of the package.</summary>
    public static ImmutableArray<DiagnosticAnalyzer> CreateAnalyzers()
        => [.. typeof(SessionModelGenerator).Assembly.GetTypes()
            .Where(static type => !type.IsAbstract && type.IsSubclassOf(typeof(DiagnosticAnalyzer)))
            .Select(static type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!)];
}
