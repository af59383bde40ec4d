using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using TypedSessions.Generator.Diagnostics.Flow;

namespace TypedSessions.Generator.Diagnostics.Lifetime;

/// <summary>Reports asynchronous calls on a session or on the session manager that are not awaited.</summary>
public sealed class UnawaitedCallAnalyzer() : CallAnalyzer("LoadAsync", "CommitAsync", "SaveAsync", "RemoveAsync", "RemoveByOwnerAsync")
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [LifetimeDescriptors.UnawaitedCall];

    private protected override bool IsCandidate(InvocationExpressionSyntax call) => call.Parent is not AwaitExpressionSyntax;

    private protected override void Analyze(NodeContext context, IInvocationOperation call, SessionTypes types)
    {
        if (IsSessionCall(call.TargetMethod, types) && Awaiting.IsDiscarded(call))
        {
            context.ReportDiagnostic(
                Diagnostic.Create(LifetimeDescriptors.UnawaitedCall, call.Syntax.GetLocation(), call.TargetMethod.Name));
        }
    }

    private static bool IsSessionCall(IMethodSymbol method, SessionTypes types)
        => method.Name switch
        {
            "LoadAsync" or "CommitAsync" => types.IsSession(method.ContainingType),
            "SaveAsync" => types.IsScope(method.ContainingType),
            _ => types.IsManager(method.ContainingType),
        };
}
