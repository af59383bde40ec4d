using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using TypedSessions.Benchmarks.Harness;
using TypedSessions.Generator;

namespace TypedSessions.Benchmarks.Compilation;

/// <summary>What all analyzers together add to a compilation, against one that does nothing.</summary>
internal static class AnalyzerCost
{
    public static async Task<int> RunAsync(int rounds, int classes)
    {
        Console.WriteLine($"{classes} classes, {rounds} rounds, processor time, medians (quartiles) in ms\n");
        Console.WriteLine("| project | compilation | with an empty analyzer | with all analyzers | cost | goal | |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        var isMet = await MeasureAsync("without sessions", Sources.WithoutSessions(classes), rounds, goal: 0.02);
        isMet &= await MeasureAsync("with a model in each class", Sources.WithModels(classes), rounds, goal: 0.15);
        return isMet ? 0 : 1;
    }

    private static async Task<bool> MeasureAsync(string name, ImmutableArray<string> sources, int rounds, double goal)
    {
        var project = Sources.Compile(sources);
        Check(project);
        var times = await Paired.MeasureAsync(rounds,
        [
            ("none", () => CompileAsync(project, [])),
            ("empty", () => CompileAsync(project, [new EmptyAnalyzer()])),
            ("all", () => CompileAsync(project, Analyzers())),
        ]);

        // The difference of each round: what disturbed one of them is not in the others.
        var cost = Paired.Median(times["all"].Zip(times["empty"], (all, empty) => all - empty)) / Paired.Median(times["none"]);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {Show(times["none"])} | {Show(times["empty"])} | {Show(times["all"])} | {cost:P1} | < {goal:P0} | {(cost < goal ? "met" : "missed")} |"));
        return cost < goal;
    }

    private static string Show(double[] times) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Paired.Median(times):N0} ({Paired.Quantile(times, 0.25):N0}–{Paired.Quantile(times, 0.75):N0})");

    // As the compiler does it: the analyzers look on while the code is bound, and then it is emitted.
    private static async Task CompileAsync(CSharpCompilation project, ImmutableArray<DiagnosticAnalyzer> analyzers)
    {
        // A copy without anything that an earlier round has found out.
        Microsoft.CodeAnalysis.Compilation fresh = CSharpCompilation.Create("Project", project.SyntaxTrees, project.References, project.Options);
        if (!analyzers.IsEmpty)
        {
            var watched = fresh.WithAnalyzers(analyzers, new CompilationWithAnalyzersOptions(new AnalyzerOptions([]), onAnalyzerException: null, concurrentAnalysis: true, logAnalyzerExecutionTime: false));
            await watched.GetAllDiagnosticsAsync();
            fresh = watched.Compilation;
        }
        else
        {
            fresh.GetDiagnostics();
        }

        var result = fresh.Emit(Stream.Null);
        if (!result.Success)
        {
            throw new InvalidOperationException(string.Join('\n', result.Diagnostics));
        }
    }

    private static void Check(CSharpCompilation project)
    {
        var errors = project.GetDiagnostics().Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToArray();
        if (errors.Length > 0)
        {
            throw new InvalidOperationException(string.Join('\n', errors.Take(10).Select(static error => error.ToString())));
        }
    }

    /// <summary>All analyzers of the package, new.</summary>
    public static ImmutableArray<DiagnosticAnalyzer> Analyzers()
        => [.. typeof(SessionModelGenerator).Assembly.GetTypes()
            .Where(static type => !type.IsAbstract && type.IsSubclassOf(typeof(DiagnosticAnalyzer)))
            .Select(static type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!)];
}
