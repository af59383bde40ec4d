using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using TypedSessions.Generator.Diagnostics.Flow;

namespace TypedSessions.Generator.Diagnostics.Lifetime;

/// <summary>Finds code that uses the session of a request and may run when the request is over.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CapturedSessionAnalyzer : SessionAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Descriptors.CapturedSession];

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
        if (!LateCode.MayBe(context.Node)
            || context.SemanticModel.GetOperation(context.Node, context.CancellationToken) is not { } written
            || LateCode.GetKind(written, types) is not { } kind
            || MemberCode.Around(context.Node, context.SemanticModel, context.CancellationToken) is not { } code)
        {
            return;
        }

        // The tree is built anew for the member, so the call is found again by its syntax.
        var call = code.Operations.FirstOrDefault(operation => operation.Kind == written.Kind && operation.Syntax == written.Syntax);
        if (call is not null && LateCode.FirstUse(call, kind, code, types) is { } use)
        {
            context.ReportDiagnostic(Diagnostic.Create(Descriptors.CapturedSession, use.Syntax.GetLocation(), LateCode.Describe(kind)));
        }
    }
}
