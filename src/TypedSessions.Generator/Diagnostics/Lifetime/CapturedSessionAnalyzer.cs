using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using TypedSessions.Generator.Diagnostics.Flow;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.Lifetime;

/// <summary>Reports code that uses the session of a request and may run after the request.</summary>
public sealed class CapturedSessionAnalyzer : SessionAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [LifetimeDescriptors.CapturedSession];

    private protected override void Register(RuleContext context, LibraryTypes types)
    {
        if (SessionTypes.From(context.Compilation, types) is { } known)
        {
            context.RegisterNodeAction(node => Analyze(node, known), SyntaxKind.InvocationExpression);
            context.RegisterNodeAction(node => Analyze(node, known), SyntaxKind.ObjectCreationExpression);
            context.RegisterNodeAction(node => AnalyzeAsyncVoid(node, known), AsyncVoidCode.Kinds);
        }
    }

    private static void Analyze(NodeContext context, SessionTypes types)
    {
        if (!DeferredCode.IsCandidate(context.Node, types)
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
            Report(context, use, kind);
        }
    }

    private static void AnalyzeAsyncVoid(NodeContext context, SessionTypes types)
    {
        if (AsyncVoidCode.IsCandidate(context.Node)
            && !IsComponent(context.GetMember())
            && AsyncVoidCode.FindFirstUse(context.Node, context.SemanticModel, types, context.CancellationToken) is { } use)
        {
            Report(context, use, DeferredCodeKind.AsyncVoid);
        }
    }

    // A component lives longer than one request.
    private static bool IsComponent(ISymbol? member)
        => member?.ContainingType.IsOrDerivesFrom("Microsoft.AspNetCore.Components", "ComponentBase") == true;

    private static void Report(NodeContext context, IOperation use, DeferredCodeKind kind)
        => context.ReportDiagnostic(
            Diagnostic.Create(LifetimeDescriptors.CapturedSession, use.Syntax.GetLocation(), DeferredCode.Describe(kind)));
}
