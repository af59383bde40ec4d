using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using TypedSessions.Generator.Diagnostics.Access;
using TypedSessions.Generator.Diagnostics.Secrets;
using TypedSessions.Generator.Diagnostics.SetUp;

namespace TypedSessions.Generator.Diagnostics.Razor;

/// <summary>
/// Runs the rules that concern views in compilations that have views. In others, the analysis of generated code would double their cost.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ViewAnalyzer : SessionAnalyzer
{
    private static readonly ImmutableArray<SessionAnalyzer> Analyzers =
        [new KeyedCallAnalyzer(), new MissingSetUpAnalyzer(), new SecretAnalyzer(), new UnmatchedKeyAnalyzer()];

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [.. Analyzers.SelectMany(static analyzer => analyzer.SupportedDiagnostics)];

    private protected override GeneratedCodeAnalysisFlags GeneratedCode
        => GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics;

    private protected override void Register(CompilationStartAnalysisContext context, LibraryTypes types)
    {
        if (!Views.Exist(context.Compilation))
        {
            return;
        }

        foreach (var analyzer in Analyzers)
        {
            analyzer.RegisterRules(context, types);
        }
    }
}
