using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using TypedSessions.Generator.Diagnostics.Flow;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.SetUp;

/// <summary>Reports endpoints that use the session although <c>ShortCircuit()</c> skips the session middleware.</summary>
public sealed class ShortCircuitedSessionAnalyzer() : CallAnalyzer("ShortCircuit")
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [SetUpDescriptors.ShortCircuitedSession];

    private protected override void Analyze(NodeContext context, IInvocationOperation call, SessionTypes types)
    {
        if (call.TargetMethod.ContainingNamespace.Is("Microsoft.AspNetCore.Builder")
            && FindMap(call) is { } map
            && Endpoints.UsesSession(map, context.CancellationToken)
            && !HasExplicitRouting(context))
        {
            context.ReportDiagnostic(Diagnostic.Create(SetUpDescriptors.ShortCircuitedSession, CallChain.GetNameLocation(call)));
        }
    }

    // An explicit UseRouting may come after the session middleware.
    private static bool HasExplicitRouting(NodeContext context)
        => MemberCode.FindEnclosing(context.Node, context.SemanticModel, context.CancellationToken) is not { } code
            || code.Operations.Any(static operation => operation is IInvocationOperation { TargetMethod.Name: "UseRouting" });

    private static IInvocationOperation? FindMap(IInvocationOperation call)
    {
        for (var previous = CallChain.GetPrevious(call); previous is not null; previous = CallChain.GetPrevious(previous))
        {
            if (Endpoints.IsMap(previous.TargetMethod))
            {
                return previous;
            }
        }

        return null;
    }
}
