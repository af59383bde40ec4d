using System.Globalization;
using System.Reflection;
using Microsoft.CodeAnalysis;
using TypedSessions.Benchmarks.Harness;
using TypedSessions.Generator;

namespace TypedSessions.Benchmarks.Compilation;

/// <summary>
/// Measures the generator after an edit of an unrelated file, compared with an empty transform and with System.Text.Json's generator.
/// All symbols are bound before the measurement because the editor needs them anyway.
/// </summary>
internal static class GeneratorCost
{
    private const double MaxMillisecondsWithoutModels = 1;

    public static int Run(int rounds, int models)
    {
        var floor = new EditedProject("an empty transform", ModelSources.Models(models), new FloorGenerator(addsFiles: false));
        var files = new EditedProject(
            "an empty transform, and an empty file for each model", ModelSources.Models(models), new FloorGenerator(addsFiles: true));
        var ours = new EditedProject("this generator", ModelSources.Models(models), new SessionModelGenerator());
        var none = new EditedProject("this generator, no models", Sources.WithoutSessions(models), new SessionModelGenerator());
        EditedProject[] peers = FindJsonGenerator() is not { } json ? [] :
        [
            new("System.Text.Json, one context", ModelSources.WithOneContext(models), json()),
            new("System.Text.Json, one context for each model", ModelSources.WithContexts(models), json()),
        ];
        EditedProject[] all = [floor, files, ours, .. peers, none];
        Measure(all, rounds);

        Console.WriteLine(
            $"{models} models of ten properties, {rounds} edits of a method in another file, symbols bound beforehand, "
            + "processor time, medians (quartiles) in ms\n");
        Console.WriteLine("| generator | ms | ratio to the empty transform | goal | met |");
        Console.WriteLine("|---|---|---|---|---|");
        foreach (var project in all)
        {
            Print(project, floor, goal: project == none ? MaxMillisecondsWithoutModels : null);
        }

        return Paired.Median(none.Times) < MaxMillisecondsWithoutModels ? 0 : 1;
    }

    private static void Print(EditedProject project, EditedProject floor, double? goal)
    {
        var ratio = project == floor ? "1" : FormatQuartiles(project.GetRatios(floor));
        var target = goal is null ? "" : string.Create(CultureInfo.InvariantCulture, $"< {goal} ms");
        var isMet = goal is null ? "" : Paired.Median(project.Times) < goal ? "yes" : "no";
        Console.WriteLine($"| {project.Name} | {FormatQuartiles(project.Times)} | {ratio} | {target} | {isMet} |");
    }

    private static string FormatQuartiles(IReadOnlyList<double> values) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Paired.Median(values):N2} ({Paired.Quantile(values, 0.25):N2}–{Paired.Quantile(values, 0.75):N2})");

    private static void Measure(EditedProject[] projects, int rounds)
    {
        // The first ten rounds include JIT compilation and its later tiers.
        for (var round = -10; round < rounds; round++)
        {
            for (var index = 0; index < projects.Length; index++)
            {
                var project = projects[(index + Math.Abs(round)) % projects.Length];
                var time = project.Edit();
                if (round >= 0)
                {
                    project.Times.Add(time);
                    Console.Error.WriteLine(
                        string.Create(CultureInfo.InvariantCulture, $"{round + 1}/{rounds} {project.Name}: {time:N2} ms"));
                }
            }
        }
    }

    // The SDK contains the generator next to its reference assemblies.
    private static Func<IIncrementalGenerator>? FindJsonGenerator()
    {
        var packs = Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "../../../packs/Microsoft.NETCore.App.Ref");
        var file = !Directory.Exists(packs) ? null
            : Directory.GetDirectories(packs).Select(
                static pack => Path.Combine(pack, "analyzers/dotnet/cs/System.Text.Json.SourceGeneration.dll"))
                .LastOrDefault(File.Exists);
        var type = file is null
            ? null
            : Assembly.LoadFrom(file).GetTypes().SingleOrDefault(
                static type => type is { IsAbstract: false } && typeof(IIncrementalGenerator).IsAssignableFrom(type));
        return type is null ? null : () => (IIncrementalGenerator)Activator.CreateInstance(type)!;
    }
}
