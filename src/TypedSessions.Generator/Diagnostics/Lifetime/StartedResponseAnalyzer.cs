using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using TypedSessions.Generator.Diagnostics.Flow;

namespace TypedSessions.Generator.Diagnostics.Lifetime;

/// <summary>Reports session changes after the response has started, which can no longer reach the browser.</summary>
public sealed class StartedResponseAnalyzer() : CallAnalyzer([.. ResponseStart.Names])
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [LifetimeDescriptors.StartedResponse];

    private protected override bool IsCandidate(InvocationExpressionSyntax call)
        => ResponseStart.IsCandidate(CallSyntax.GetName(call), GetReceiverName(call))
            && MemberSyntax.MayChangeSession(MemberSyntax.GetEnclosing(call));

    private protected override void Analyze(NodeContext context, IInvocationOperation call, SessionTypes types)
    {
        if (ResponseStart.GetResponse(call, types) is null
            || MemberCode.FindEnclosing(context.Node, context.SemanticModel, context.CancellationToken) is not { } code
            || new LateChanges(code, types) is not { IsCertain: true } late
            || late.FirstStart != call.Syntax)
        {
            return;
        }

        foreach (var (change, use, start) in late.Find())
        {
            context.ReportDiagnostic(Diagnostic.Create(
                LifetimeDescriptors.StartedResponse,
                change.GetLocation(),
                [start.GetLocation()],
                LateChanges.Describe(use),
                LateChanges.DescribeConsequence(use.Kind),
                ResponseStart.GetName(start)));
        }
    }
}
