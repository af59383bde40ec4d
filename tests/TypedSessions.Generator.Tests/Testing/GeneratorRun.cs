using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace TypedSessions.Generator.Tests.Testing;

/// <summary>A run of the generator on a project, with the assertions that hold for every run.</summary>
internal sealed class GeneratorRun
{
    private static readonly GeneratorDriverOptions TrackSteps = new(
        IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true);

    private readonly CSharpCompilation _input;
    private readonly GeneratorDriver _driver;

    private GeneratorRun(CSharpCompilation input, GeneratorDriver before)
    {
        _input = input;
        _driver = before.RunGeneratorsAndUpdateCompilation(input, out var output, out _);
        Output = (CSharpCompilation)output;
        Result = _driver.GetRunResult().Results.Single();
    }

    public GeneratorRunResult Result { get; }

    /// <summary>The project with the generated files.</summary>
    public CSharpCompilation Output { get; }

    /// <summary>The names of the generated files, sorted.</summary>
    public IEnumerable<string> Files => Result.GeneratedSources.Select(static source => source.HintName).Order(StringComparer.Ordinal);

    /// <summary>Runs the generator and asserts that it reports nothing, is incremental, and generates code without warnings.</summary>
    public static GeneratorRun Create(params string[] sources)
    {
        var run = Unchecked(sources);
        Assert.Empty(run.Result.Diagnostics);
        run.AssertNoWarnings();
        run.AssertUnrelatedEditsChangeNothing();
        ModelGraph.AssertFreeOfRoslyn(run.Outputs(TrackingNames.Models).Select(static output => output.Value));
        return run;
    }

    /// <summary>Runs the generator on a project that need not compile.</summary>
    public static GeneratorRun Unchecked(params string[] sources) => Unchecked(TestCompilation.Create(sources));

    public static GeneratorRun Unchecked(CSharpCompilation project)
    {
        var driver = CSharpGeneratorDriver.Create(
            [new SessionModelGenerator().AsSourceGenerator()],
            parseOptions: (CSharpParseOptions)project.SyntaxTrees[0].Options,
            driverOptions: TrackSteps);
        var run = new GeneratorRun(project, driver);
        Assert.Null(run.Result.Exception);
        return run;
    }

    /// <summary>Runs the same driver after an edit of one file.</summary>
    public GeneratorRun Edit(int source, Func<string, string> edit)
    {
        var tree = _input.SyntaxTrees[source];
        var edited = TestCompilation.Parse(edit(tree.ToString()), (CSharpParseOptions)tree.Options, tree.FilePath);
        return new(_input.ReplaceSyntaxTree(tree, edited), _driver);
    }

    /// <summary>Runs the same driver with one more file.</summary>
    public GeneratorRun Add(string source) => new(_input.AddSyntaxTrees(TestCompilation.Parse(source)), _driver);

    /// <summary>The outputs of a named step with their reasons.</summary>
    public ImmutableArray<(object Value, IncrementalStepRunReason Reason)> Outputs(string step)
        => Result.TrackedSteps.TryGetValue(step, out var steps) ? [.. steps.SelectMany(static run => run.Outputs)] : [];

    /// <summary>The reason of each output file: new, modified or cached.</summary>
    public IEnumerable<IncrementalStepRunReason> FileReasons
        => Result.TrackedOutputSteps.SelectMany(static step => step.Value).SelectMany(static run => run.Outputs).Select(
            static output => output.Reason);

    public string Text(string file) => Result.GeneratedSources.Single(source => source.HintName == file).SourceText.ToString();

    /// <summary>The warnings and errors of the project with the generated files.</summary>
    public IEnumerable<Diagnostic> Problems()
        => Output.GetDiagnostics().Where(static diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning);

    private void AssertNoWarnings() => Assert.Empty(Problems());

    private void AssertUnrelatedEditsChangeNothing()
    {
        AssertAllKept(Add("class Unrelated;"));
        AssertAllKept(Edit(0, static text => text + "\n// the end\n"));
    }

    private static void AssertAllKept(GeneratorRun run)
    {
        Assert.All(
            run.Outputs(TrackingNames.Models), static output => Assert.True(IsKept(output.Reason), $"{output.Value}: {output.Reason}"));
        Assert.All(run.FileReasons, static reason => Assert.True(IsKept(reason), reason.ToString()));
    }

    private static bool IsKept(IncrementalStepRunReason reason)
        => reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged;
}
