using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using TypedSessions.Generator.Diagnostics;

namespace TypedSessions.Generator.Tests.Testing;

/// <summary>
/// Tests one rule. Sources mark its expected diagnostics with <c>[|…|]</c>, and those of other rules with <c>{|TSES030:…|}</c>.
/// No analyzer of the package may report anything else.
/// </summary>
/// <example><code>
/// private static readonly AnalyzerTest Rule = AnalyzerTest.Create(DiagnosticIds.ModelNotPartial);
///
/// [Fact]
/// public Task TSES001_reports_a_class() => Rule.Verify("[SessionModel] class [|Cart|];");
/// </code></example>
internal sealed record AnalyzerTest
{
    private AnalyzerTest(string id) => Id = id;

    /// <summary>The rule of the marks without an id.</summary>
    public string Id { get; }

    public LanguageVersion LanguageVersion { get; init; } = LanguageVersion.CSharp13;

    /// <summary>
    /// Whether the sources may have compiler errors. Default: only if a diagnostic with the severity error is expected. A test that
    /// expects no diagnostic would pass if its source had a typing error.
    /// </summary>
    public bool IsHalfTyped { get; init; }

    /// <summary>
    /// Whether the sources are a whole program, to which the rule about values that are only set or only read applies. Default: only in
    /// tests of that rule, because most sources only set or only read a value.
    /// </summary>
    public bool IsWholeProgram { get => field || Id == DiagnosticIds.UnmatchedKey; init; }

    /// <summary>Properties of the project file for analyzers, without the prefix <c>build_property.</c>.</summary>
    public ImmutableDictionary<string, string> BuildProperties { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Returns the same test with an entry of an <c>.editorconfig</c>.</summary>
    public AnalyzerTest WithConfig(string name, string value) => this with { BuildProperties = BuildProperties.Add(name, value) };

    /// <summary>Returns the same test with a reference to another project.</summary>
    public MetadataReference? Library { get; init; }

    public static AnalyzerTest Create(string id) => new(id);

    /// <returns>The diagnostics in the order of the source, for further assertions.</returns>
    public async Task<ImmutableArray<Diagnostic>> Verify(params string[] sources)
    {
        var files = sources.Select((source, index) => AnalyzerTestMarkup.Parse(source, $"Source{index}.cs", Id)).ToArray();
        var expected = files.SelectMany(static file => file.Marks).ToArray();
        var project = AnalyzerTestProject.Compile(
            LanguageVersion, files.Select(static file => file.Source), Library is null ? [] : [Library]);
        if (!IsHalfTyped && !expected.Any(IsError))
        {
            AssertCompiles(project);
        }

        var reported = await AnalyzerTestProject.Analyze(project, BuildProperties);
        ImmutableArray<Diagnostic> found = [.. reported.Where(diagnostic => IsWholeProgram || diagnostic.Id != DiagnosticIds.UnmatchedKey)];
        AssertSame(expected, found, project);
        return found;
    }

    /// <summary>Verifies sources with one mark and returns the message of its diagnostic.</summary>
    public async Task<string> Message(params string[] sources) => Assert.Single(await Verify(sources)).GetMessage();

    private static bool IsError(AnalyzerTestMark mark)
        => AnalyzerTestProject.Rules.Any(rule => rule.Id == mark.Id && rule.DefaultSeverity == DiagnosticSeverity.Error);

    private static void AssertCompiles(CSharpCompilation project)
    {
        var errors = project.GetDiagnostics().Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToArray();
        if (errors.Length > 0)
        {
            Assert.Fail("The test's own source does not compile:\n" + string.Join('\n', errors.Select(static error => error.ToString())));
        }
    }

    private static void AssertSame(AnalyzerTestMark[] expected, ImmutableArray<Diagnostic> found, CSharpCompilation project)
    {
        var marks = found.Select(GetMark).ToArray();
        var missing = Without(expected, marks);
        var surplus = Without(marks, expected);
        if (missing.Count + surplus.Count > 0)
        {
            Assert.Fail(Report(missing, surplus, found, project));
        }
    }

    private static AnalyzerTestMark GetMark(Diagnostic diagnostic)
        => new(diagnostic.Id, diagnostic.Location.SourceTree?.FilePath ?? "nowhere", diagnostic.Location.SourceSpan);

    // Two equal marks require two diagnostics.
    private static List<AnalyzerTestMark> Without(IEnumerable<AnalyzerTestMark> marks, IEnumerable<AnalyzerTestMark> others)
    {
        var rest = marks.ToList();
        foreach (var other in others)
        {
            rest.Remove(other);
        }

        return rest;
    }

    private static string Report(
        List<AnalyzerTestMark> missing, List<AnalyzerTestMark> surplus, ImmutableArray<Diagnostic> found, CSharpCompilation project)
    {
        var report = new StringBuilder("The analyzers found something else than what is marked.\n");
        report.AppendJoin("", missing.Select(mark => $"  not found:    {mark.Id} at {Excerpt(mark, project)}\n"));
        report.AppendJoin("", surplus.Select(mark => $"  not expected: {mark.Id} at {Excerpt(mark, project)}\n"));
        report.Append("\nFound in all:\n").AppendJoin("", found.Select(static diagnostic => $"  {diagnostic}\n"));
        foreach (var tree in project.SyntaxTrees.Where(static tree => tree.FilePath.StartsWith("Source", StringComparison.Ordinal)))
        {
            var marks = found.Select(GetMark).Where(mark => mark.File == tree.FilePath);
            report.Append($"\n--- {tree.FilePath}, as found\n").Append(AnalyzerTestMarkup.Print(tree.ToString(), marks)).Append('\n');
        }

        return report.ToString();
    }

    private static string Excerpt(AnalyzerTestMark mark, CSharpCompilation project)
    {
        var tree = project.SyntaxTrees.FirstOrDefault(tree => tree.FilePath == mark.File);
        return tree is null
            ? mark.File
            : $"{mark.File}({tree.GetLineSpan(mark.Span).StartLinePosition}) '{tree.GetText().ToString(mark.Span)}'";
    }
}
