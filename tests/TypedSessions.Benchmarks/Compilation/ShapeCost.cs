using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using TypedSessions.Benchmarks.Harness;

namespace TypedSessions.Benchmarks.Compilation;

/// <summary>Measures the time that shape files add to the analysis of a project with many models.</summary>
internal static class ShapeCost
{
    private const double Goal = 0.02;

    public static async Task<int> RunAsync(int rounds, int models)
    {
        var project = Sources.Compile(Sources.WithModels(models));
        var shape = await RecordAsync(project);
        var times = await Paired.MeasureAsync(rounds,
        [
            ("without", () => AnalyzeAsync(project, [])),
            ("with", () => AnalyzeAsync(project, [shape])),
        ]);
        var costs = times["with"].Zip(times["without"], static (with, without) => (with - without) / without).ToArray();
        var cost = Paired.Median(costs);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{models} models, {shape.Lines} lines of shape, {rounds} rounds, processor time: {Paired.Median(times["without"]):N0} ms "
            + $"without shape files, {Paired.Median(times["with"]):N0} ms with them, {cost:P1} "
            + $"({Paired.Quantile(costs, 0.25):P1}–{Paired.Quantile(costs, 0.75):P1}), goal < {Goal:P0}"));
        return cost < Goal ? 0 : 1;
    }

    // Returns the file that the code fix of TSES110 writes for the whole project.
    private static async Task<ShapeFile> RecordAsync(CSharpCompilation project)
    {
        var missing = await AnalyzeAsync(project, [new ShapeFile([])]);
        return new ShapeFile([.. missing.Where(static it => it.Id == "TSES110").Select(static it => it.Properties["Shape"]!).Distinct()]);
    }

    private static Task<ImmutableArray<Diagnostic>> AnalyzeAsync(CSharpCompilation project, ImmutableArray<AdditionalText> files)
        => Sources.Recreate(project)
            .WithAnalyzers(
                AnalyzerCost.CreateAnalyzers(),
                new CompilationWithAnalyzersOptions(
                    new AnalyzerOptions(files), onAnalyzerException: null, concurrentAnalysis: true, logAnalyzerExecutionTime: false))
            .GetAllDiagnosticsAsync();

    private sealed class ShapeFile(ImmutableArray<string> lines) : AdditionalText
    {
        private readonly SourceText _text = SourceText.From(string.Join('\n', lines));

        public int Lines => lines.Length;

        public override string Path => "SessionShape.Shipped.txt";

        public override SourceText GetText(CancellationToken cancellationToken = default) => _text;
    }
}
