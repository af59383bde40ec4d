using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using TypedSessions.Generator.Diagnostics.Access;
using TypedSessions.Generator.Diagnostics.Secrets;
using TypedSessions.Generator.Diagnostics.SetUp;

namespace TypedSessions.Generator.Diagnostics.Composition;

/// <summary>
/// Runs the rules that concern views in compilations that have views. In others, the analysis of generated code would double their cost.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ViewAnalyzer() : CompositeAnalyzer(
    new KeyedCallAnalyzer(),
    new MissingSetUpAnalyzer(),
    new SecretAnalyzer(),
    new UnmatchedKeyAnalyzer())
{
    private protected override bool AnalyzesViews => true;
}
