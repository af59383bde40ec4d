using System.Globalization;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Diagnostics.Telemetry;
using TypedSessions.Generator;
using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Diagnostics.Composition;

namespace TypedSessions.Benchmarks.Compilation;

/// <summary>Prints the time that the compiler reports for each analyzer when it runs alone.</summary>
internal static class AnalyzerProfile
{
    public static async Task<int> RunAsync(int classes)
    {
        await PrintAsync("without sessions", () => Sources.Compile(Sources.WithoutSessions(classes)));
        await PrintAsync("with a model in each class", () => Sources.Compile(Sources.WithModels(classes)));
        return 0;
    }

    private static async Task PrintAsync(string project, Func<Microsoft.CodeAnalysis.Compilation> compile)
    {
        // The first run includes JIT compilation.
        await ProfileAsync(compile());
        var times = await ProfileAsync(compile());
        Console.WriteLine($"\n| {project}: analyzer | ms |\n|---|---|");
        foreach (var (analyzer, time) in times.OrderByDescending(static it => it.Value.ExecutionTime).Take(12))
        {
            var name = ((SingleAnalyzer)analyzer).Name;
            Console.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"| {name} | {time.ExecutionTime.TotalMilliseconds:N1} |"));
        }

        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture, $"| all | {times.Sum(static it => it.Value.ExecutionTime.TotalMilliseconds):N1} |"));
    }

    private static async Task<IReadOnlyDictionary<DiagnosticAnalyzer, AnalyzerTelemetryInfo>> ProfileAsync(
        Microsoft.CodeAnalysis.Compilation project)
    {
        var analyzed = project.WithAnalyzers(
            [.. typeof(SessionModelGenerator).Assembly.GetTypes()
                .Where(static type => !type.IsAbstract && type.IsSubclassOf(typeof(SessionAnalyzer)))
                .Select(static type => new SingleAnalyzer((SessionAnalyzer)Activator.CreateInstance(type)!))],
            new CompilationWithAnalyzersOptions(
                new AnalyzerOptions([]), onAnalyzerException: null, concurrentAnalysis: false, logAnalyzerExecutionTime: true));
        var result = await analyzed.GetAnalysisResultAsync(CancellationToken.None);
        return result.AnalyzerTelemetryInfo;
    }

    /// <summary>Runs the analyzer of one rule alone.</summary>
#pragma warning disable RS1001 // Only this measurement runs the analyzer.
    private sealed class SingleAnalyzer(SessionAnalyzer analyzer) : CompositeAnalyzer(analyzer)
    {
        public string Name => analyzer.GetType().Name;
    }
#pragma warning restore RS1001
}
