using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using TypedSessions.Generator.Diagnostics.Flow;

namespace TypedSessions.Generator.Diagnostics.Lifetime;

/// <summary>Reports sessions that are changed by code that runs concurrently with other uses.</summary>
public sealed class SharedSessionAnalyzer() : CallAnalyzer("WhenAll", "WhenAny", "For", "ForEach", "ForEachAsync", "Invoke")
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [LifetimeDescriptors.SharedSession];

    private protected override bool IsCandidate(InvocationExpressionSyntax call) => GetReceiverName(call) is "Task" or "Parallel";

    private protected override void Analyze(NodeContext context, IInvocationOperation written, SessionTypes types)
    {
        if (ParallelBranches.IsParallelCall(written.TargetMethod)
            && MemberCode.FindEnclosing(context.Node, context.SemanticModel, context.CancellationToken) is { } code
            && code.FindCall(context.Node) is { } call
            && new ParallelBranches(call, code, types).SharedChange is { } change)
        {
            var name = GetReceiverName((InvocationExpressionSyntax)context.Node) + "." + call.TargetMethod.Name;
            context.ReportDiagnostic(Diagnostic.Create(LifetimeDescriptors.SharedSession, change.Syntax.GetLocation(), name));
        }
    }
}
