using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers;

/// <summary>
/// Rules can be configured and suppressed. The tests use the page's wrong example of one rule for each severity and way of reporting.
/// </summary>
public sealed class RuleSuppressionTests
{
    public static TheoryData<string> Ids =>
    [
        DiagnosticIds.ModelNotPartial, // an error, of a type
        DiagnosticIds.DateTimeProperty, // advice, of a property
        DiagnosticIds.KeyOfAnotherModel, // of symbols, at the end of the compilation
        DiagnosticIds.TestCookieTestedTooEarly, // of the flow of a method
        DiagnosticIds.SharedSession, // of an operation
        DiagnosticIds.NearMissOfKey, // of operations, at the end of the compilation
        DiagnosticIds.SessionBeforeMiddleware, // of top-level statements
        DiagnosticIds.MiddlewareMissing, // of the whole program
        DiagnosticIds.EmptyJustification, // of an attribute
    ];

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task An_editorconfig_sets_the_severity(string id)
    {
        Assert.All(await Configured(id, "error"), static found => Assert.Equal(DiagnosticSeverity.Error, found.Severity));
        Assert.All(await Configured(id, "warning"), static found => Assert.Equal(DiagnosticSeverity.Warning, found.Severity));
        Assert.All(await Configured(id, "suggestion"), static found => Assert.Equal(DiagnosticSeverity.Info, found.Severity));
        Assert.NotEmpty(await Configured(id, "suggestion"));
        Assert.Empty(await Configured(id, "none"));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task A_pragma_suppresses(string id)
        => Assert.Empty(await Analyze(id, $"#pragma warning disable {id}\n" + RulePages.Example(id, "Wrong")));

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task A_pragma_that_is_restored_does_not(string id)
        => Assert.NotEmpty(
            await Analyze(id, $"#pragma warning disable {id}\n#pragma warning restore {id}\n" + RulePages.Example(id, "Wrong")));

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task An_attribute_suppresses(string id)
        => Assert.Empty(await Analyze(id, WithAttributes(id, RulePages.Example(id, "Wrong"))));

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task An_attribute_for_another_rule_does_not(string id)
        => Assert.NotEmpty(await Analyze(id, WithAttributes("TSES999", RulePages.Example(id, "Wrong"))));

    private static Task<ImmutableArray<Diagnostic>> Analyze(string id, string source)
        => AnalyzerTestProject.Analyze(Compile(id, source), RulePages.Project(id).BuildProperties);

    private static Task<ImmutableArray<Diagnostic>> Configured(string id, string severity)
    {
        var project = Compile(id, RulePages.Example(id, "Wrong"));
        var configured = project.WithOptions(
            project.Options.WithSyntaxTreeOptionsProvider(new EditorConfig($"[*.cs]\ndotnet_diagnostic.{id}.severity = {severity}\n")));
        return AnalyzerTestProject.Analyze(configured, RulePages.Project(id).BuildProperties);
    }

    private static CSharpCompilation Compile(string id, string source)
        => AnalyzerTestProject.Compile(RulePages.Project(id).LanguageVersion, [source]);

    // On every type, and on the whole assembly if there are top-level statements.
    private static string WithAttributes(string id, string source)
    {
        var attribute = $"System.Diagnostics.CodeAnalysis.SuppressMessage(\"TypedSessions\", \"{id}\")";
        var root = CSharpSyntaxTree.ParseText(source).GetCompilationUnitRoot();
        var types = root.DescendantNodes().OfType<BaseTypeDeclarationSyntax>().Where(
            static type => type.Parent is not BaseTypeDeclarationSyntax);
        var lines = root.Members.OfType<GlobalStatementSyntax>().Any()
            ? [(Position: root.Members[0].SpanStart, Text: $"[assembly: {attribute}]\n")]
            : types.Select(type => (Position: type.SpanStart, Text: $"[{attribute}]\n"));
        return lines.Reverse().Aggregate(source, static (text, line) => text.Insert(line.Position, line.Text));
    }
}
