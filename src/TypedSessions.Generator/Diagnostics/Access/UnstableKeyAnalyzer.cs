using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace TypedSessions.Generator.Diagnostics.Access;

/// <summary>Finds keys that are made anew in the call itself, so that nobody can ask for them again.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnstableKeyAnalyzer : SessionAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Descriptors.UnstableKey];

    private protected override void Register(CompilationStartAnalysisContext context, LibraryTypes types)
    {
        var calls = new SessionCalls(context.Compilation, types);
        context.RegisterSyntaxNodeAction(node => Analyze(node, calls), SyntaxKind.InvocationExpression);
    }

    private static void Analyze(SyntaxNodeAnalysisContext context, SessionCalls calls)
    {
        if (calls.Read(context) is { Key: null } call && UnstableValue.In(call.KeyValue) is { } part)
        {
            context.ReportDiagnostic(Diagnostic.Create(Descriptors.UnstableKey, call.Place, part));
        }
    }
}
