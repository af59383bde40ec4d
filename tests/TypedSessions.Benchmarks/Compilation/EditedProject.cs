using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace TypedSessions.Benchmarks.Compilation;

/// <summary>A project in an editor: one of its files is edited repeatedly, and a generator runs after each edit.</summary>
internal sealed class EditedProject
{
    private CSharpCompilation _project;
    private SyntaxTree _edited;
    private GeneratorDriver _driver;
    private int _edits;

    /// <param name="name">The name in the table.</param>
    /// <param name="sources">All files except the edited one.</param>
    /// <param name="generator">The generator to measure.</param>
    public EditedProject(string name, ImmutableArray<string> sources, IIncrementalGenerator generator)
    {
        Name = name;
        _edited = Sources.Parse(GetSource(0), "Edited.cs");
        _project = Sources.CreateProject(sources).AddSyntaxTrees(_edited);
        _driver = CSharpGeneratorDriver.Create([generator.AsSourceGenerator()], parseOptions: (CSharpParseOptions)_edited.Options)
            .RunGenerators(_project);
    }

    public string Name { get; }

    /// <summary>The measured times of the generator, in milliseconds.</summary>
    public List<double> Times { get; } = [];

    /// <summary>Returns the time of each edit as a multiple of that of another project.</summary>
    public double[] GetRatios(EditedProject other) => [.. Times.Zip(other.Times, static (one, two) => one / two)];

    /// <summary>Edits the file and returns the processor time of the generator, in milliseconds.</summary>
    public double Edit()
    {
        var edited = Sources.Parse(GetSource(++_edits), "Edited.cs");
        _project = _project.ReplaceSyntaxTree(_edited, edited);
        _edited = edited;
        _project.GetDeclarationDiagnostics();
        GC.Collect();
        GC.WaitForPendingFinalizers();

        var start = Environment.CpuUsage.TotalTime;
        _driver = _driver.RunGenerators(_project);
        return (Environment.CpuUsage.TotalTime - start).TotalMilliseconds;
    }

    private static string GetSource(int edits) => $$"""class Edited { public int Number() { return {{edits}}; } }""";
}
