using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using TypedSessions.Generator.Diagnostics.Flow;

namespace TypedSessions.Generator.Diagnostics.Lifetime;

/// <summary>Reports code that uses the session of a request and may run after the request.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CapturedSessionAnalyzer : SessionAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [LifetimeDescriptors.CapturedSession];

    private protected override void Register(CompilationStartAnalysisContext context, LibraryTypes types)
    {
        if (SessionTypes.From(context.Compilation, types) is { } known)
        {
            context.RegisterSyntaxNodeAction(node => Analyze(node, known), SyntaxKind.InvocationExpression);
            context.RegisterSyntaxNodeAction(node => Analyze(node, known), SyntaxKind.ObjectCreationExpression);
        }
    }

    private static void Analyze(SyntaxNodeAnalysisContext context, SessionTypes types)
    {
        if (!DeferredCode.IsCandidate(context.Node)
            || context.SemanticModel.GetOperation(context.Node, context.CancellationToken) is not { } written
            || DeferredCode.GetKind(written, types) is not { } kind
            || MemberCode.FindEnclosing(context.Node, context.SemanticModel, context.CancellationToken) is not { } code)
        {
            return;
        }

        // The member has its own operation tree, so the call is found by its syntax.
        var call = code.Operations.FirstOrDefault(operation => operation.Kind == written.Kind && operation.Syntax == written.Syntax);
        if (call is not null && DeferredCode.FindFirstUse(call, kind, code, types) is { } use)
        {
            context.ReportDiagnostic(
                Diagnostic.Create(LifetimeDescriptors.CapturedSession, use.Syntax.GetLocation(), DeferredCode.Describe(kind)));
        }
    }
}
