using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CSharp;

namespace TypedSessions.Generator.Tests.Testing;

/// <summary>
/// Tests the fixes of one rule. The wrong source has the marks of <see cref="AnalyzerTest"/>. The fixed source must compile and have
/// only diagnostics that are marked. Fixing one by one and all together must have the same result.
/// </summary>
/// <example><code>
/// private static readonly CodeFixTest Fix = CodeFixTest.Create(DiagnosticIds.ModelNotPartial);
///
/// [Fact]
/// public Task TSES001_is_fixed() => Fix.Verify("[SessionModel] class [|Cart|];", "[SessionModel] partial class Cart;");
/// </code></example>
internal sealed record CodeFixTest
{
    private CodeFixTest(string id) => Id = id;

    /// <summary>The id of the rule or of the compiler error (<c>CS9248</c>) to fix.</summary>
    public string Id { get; }

    /// <summary>The equivalence key or the title of the fix. Default: the first one.</summary>
    public string? Choice { get; init; }

    public LanguageVersion LanguageVersion { get; init; } = LanguageVersion.CSharp13;

    /// <inheritdoc cref="AnalyzerTest.BuildProperties"/>
    public ImmutableDictionary<string, string> BuildProperties { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Whether the fixed source may have compiler errors, because the wrong source has further ones.</summary>
    public bool IsHalfTyped { get; init; }

    private AnalyzerTest Rule
        => AnalyzerTest.Create(Id) with { LanguageVersion = LanguageVersion, BuildProperties = BuildProperties, IsHalfTyped = IsHalfTyped };

    public static CodeFixTest Create(string id) => new(id);

    /// <summary>Verifies a fix in one file.</summary>
    public Task Verify(string source, string fixedSource) => Verify((source, fixedSource));

    /// <summary>Verifies a fix in several files of one project. The fixed source of an unchanged file is the file without marks.</summary>
    public Task Verify(params (string Source, string Fixed)[] files)
        => Verify(files, (FixOneByOne, "one by one"), (FixTogether, "all together"));

    /// <summary>Verifies a fix that changes more than its own diagnostic, so that fixing all together would change too much.</summary>
    public Task VerifyOneByOne(string source, string fixedSource) => VerifyOneByOne((source, fixedSource));

    /// <inheritdoc cref="VerifyOneByOne(string, string)"/>
    public Task VerifyOneByOne(params (string Source, string Fixed)[] files) => Verify(files, (FixOneByOne, "one by one"));

    /// <summary>Fixes all diagnostics in a solution.</summary>
    public Task VerifyTogether(params (string Source, string Fixed)[] files) => Verify(files, (FixTogether, "all together"));

    /// <summary>Asserts that a source without marks compiles without diagnostics after the fix, without comparing its text.</summary>
    /// <param name="source">The source.</param>
    /// <param name="followUp">The rule that must report a placeholder of the fix.</param>
    public async Task VerifyFixes(string source, string? followUp = null)
    {
        var wrong = CodeFixProject.Create(LanguageVersion, BuildProperties, [source]);

        await VerifyFixed(await FixOneByOne(wrong), followUp);
        await VerifyFixed(await FixTogether(wrong), followUp);
    }

    private async Task VerifyFixed(CodeFixProject project, string? followUp)
    {
        var text = await project.Text("Source0.cs");
        if (followUp is not null)
        {
            var asked = await project.Find(followUp);
            Assert.NotEmpty(asked);
            text = AnalyzerTestMarkup.Print(
                text, asked.Select(static found => new AnalyzerTestMark(found.Id, "Source0.cs", found.Location.SourceSpan)));
        }

        await (Rule with { BuildProperties = project.BuildProperties }).Verify(text);
    }

    /// <summary>Asserts which fixes are offered at the first mark, in their order.</summary>
    public async Task VerifyTitles(string source, params string[] titles)
        => Assert.Equal(titles, (await FirstActions(await Open([source]))).Select(static action => action.Title));

    /// <summary>Asserts that no fix is offered.</summary>
    public Task VerifyNoFix(string source) => VerifyTitles(source);

    private async Task Verify(
        (string Source, string Fixed)[] files, params (Func<CodeFixProject, Task<CodeFixProject>> Apply, string How)[] fixes)
    {
        var wrong = await Open([.. files.Select(static file => file.Source)]);
        string[] expected = [.. files.Select(static file => file.Fixed)];
        foreach (var (apply, how) in fixes)
        {
            await AssertSame(Parse(expected), await apply(wrong), how);
        }

        await Rule.Verify(expected);
    }

    private async Task<CodeFixProject> Open(string[] sources)
    {
        var files = Parse(sources);
        var project = CodeFixProject.Create(LanguageVersion, BuildProperties, files.Select(static file => file.Source));
        if (Id.StartsWith("CS", StringComparison.Ordinal))
        {
            Assert.Equal(
                files.SelectMany(static file => file.Marks).Select(static mark => (mark.File, mark.Span)),
                (await project.Find(Id)).Select(static error => (error.Location.SourceTree!.FilePath, error.Location.SourceSpan)));
        }
        else
        {
            await Rule.Verify(sources);
        }

        return project;
    }

    private (string Source, IReadOnlyList<AnalyzerTestMark> Marks)[] Parse(string[] sources)
        => [.. sources.Select((source, index) => AnalyzerTestMarkup.Parse(source, $"Source{index}.cs", Id))];

    // A fixed diagnostic is no longer reported, so the first diagnostic is always an unfixed one.
    private async Task<CodeFixProject> FixOneByOne(CodeFixProject project)
    {
        var reported = (await project.Find(Id)).Length;
        Assert.True(reported > 0, $"Nothing is marked with {Id}.");
        for (var round = 0; round < reported && !(await project.Find(Id)).IsEmpty; round++)
        {
            project = await project.Apply(Chosen(await FirstActions(project)));
        }

        Assert.Empty(await project.Find(Id));
        return project;
    }

    private Task<CodeFixProject> FixTogether(CodeFixProject project) => CodeFixProject.FixAll(project, Id, Choice);

    private CodeAction Chosen(List<CodeAction> actions)
    {
        var chosen = actions.FirstOrDefault(action => Choice is null || action.EquivalenceKey == Choice || action.Title == Choice);
        var offered = actions.Select(static action => $"\"{action.Title}\" ({action.EquivalenceKey})");
        Assert.True(chosen is not null, $"No such fix is offered, but: {string.Join(", ", offered)}");
        return chosen;
    }

    private async Task<List<CodeAction>> FirstActions(CodeFixProject project) => await project.Actions((await project.Find(Id))[0]);

    private static async Task AssertSame(
        (string Source, IReadOnlyList<AnalyzerTestMark> Marks)[] expected, CodeFixProject actual, string how)
    {
        foreach (var (index, (source, _)) in expected.Index())
        {
            var text = await actual.Text($"Source{index}.cs");
            if (source != text)
            {
                Assert.Fail($"Source{index}.cs is not as expected when fixed {how}.\n--- expected\n{source}\n--- actual\n{text}\n---");
            }
        }
    }
}
