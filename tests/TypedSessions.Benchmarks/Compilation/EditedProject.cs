using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace TypedSessions.Benchmarks.Compilation;

/// <summary>A project in an editor, where one file is edited again and again and a generator runs after each time.</summary>
internal sealed class EditedProject
{
    private CSharpCompilation _project;
    private SyntaxTree _edited;
    private GeneratorDriver _driver;
    private int _edits;

    /// <param name="name">What the table calls it.</param>
    /// <param name="sources">All files but the one that is edited.</param>
    /// <param name="generator">The generator.</param>
    public EditedProject(string name, ImmutableArray<string> sources, IIncrementalGenerator generator)
    {
        Name = name;
        _edited = Sources.Parse(Edited(0), "Edited.cs");
        _project = Sources.Project(sources).AddSyntaxTrees(_edited);
        _driver = CSharpGeneratorDriver.Create([generator.AsSourceGenerator()], parseOptions: (CSharpParseOptions)_edited.Options)
            .RunGenerators(_project);
    }

    public string Name { get; }

    /// <summary>The times of the edits that were measured, in milliseconds.</summary>
    public List<double> Times { get; } = [];

    /// <summary>Edit by edit, how many times as long as another one it took.</summary>
    public double[] Ratios(EditedProject other) => [.. Times.Zip(other.Times, static (one, two) => one / two)];

    /// <returns>The processor time of the generator's run, in milliseconds.</returns>
    public double Edit()
    {
        var edited = Sources.Parse(Edited(++_edits), "Edited.cs");
        _project = _project.ReplaceSyntaxTree(_edited, edited);
        _edited = edited;
        _project.GetDeclarationDiagnostics();
        GC.Collect();
        GC.WaitForPendingFinalizers();

        var start = Environment.CpuUsage.TotalTime;
        _driver = _driver.RunGenerators(_project);
        return (Environment.CpuUsage.TotalTime - start).TotalMilliseconds;
    }

    private static string Edited(int edits) => $$"""class Edited { public int Number() { return {{edits}}; } }""";
}
