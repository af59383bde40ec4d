using System.Globalization;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Diagnostics.Telemetry;

namespace TypedSessions.Benchmarks.Compilation;

/// <summary>Where the analyzers spend their time: by the compiler's own account of each.</summary>
internal static class AnalyzerProfile
{
    public static async Task<int> RunAsync(int classes)
    {
        await ShowAsync("without sessions", () => Sources.Compile(Sources.WithoutSessions(classes)));
        await ShowAsync("with a model in each class", () => Sources.Compile(Sources.WithModels(classes)));
        return 0;
    }

    private static async Task ShowAsync(string name, Func<Microsoft.CodeAnalysis.Compilation> compile)
    {
        // The first run pays for code that has to be compiled itself.
        await ProfileAsync(compile());
        var times = await ProfileAsync(compile());
        Console.WriteLine($"\n| {name}: analyzer | ms |\n|---|---|");
        foreach (var (analyzer, time) in times.OrderByDescending(static it => it.Value.ExecutionTime).Take(12))
        {
            Console.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"| {analyzer.GetType().Name} | {time.ExecutionTime.TotalMilliseconds:N1} |"));
        }

        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture, $"| all | {times.Sum(static it => it.Value.ExecutionTime.TotalMilliseconds):N1} |"));
    }

    private static async Task<IReadOnlyDictionary<DiagnosticAnalyzer, AnalyzerTelemetryInfo>> ProfileAsync(
        Microsoft.CodeAnalysis.Compilation project)
    {
        var watched = project.WithAnalyzers(
            AnalyzerCost.Analyzers(),
            new CompilationWithAnalyzersOptions(
                new AnalyzerOptions([]), onAnalyzerException: null, concurrentAnalysis: false, logAnalyzerExecutionTime: true));
        var result = await watched.GetAnalysisResultAsync(CancellationToken.None);
        return result.AnalyzerTelemetryInfo;
    }
}
