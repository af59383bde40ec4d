using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using TypedSessions.Generator.Diagnostics.Flow;

namespace TypedSessions.Generator.Diagnostics.SetUp;

/// <summary>Reports ASP.NET Core's own session next to typed sessions in the same application or services.</summary>
public sealed class StockSessionAnalyzer() : CallAnalyzer("UseSession", "AddSession")
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [SetUpDescriptors.StockSession];

    private protected override void Analyze(NodeContext context, IInvocationOperation call, SessionTypes types)
    {
        if (GetCounterpart(call.TargetMethod) is { } counterpart
            && CallChain.GetSiblings(call).Any(other
                => other.TargetMethod.Name == counterpart && IsTypedSessionsMethod(other.TargetMethod)))
        {
            context.ReportDiagnostic(
                Diagnostic.Create(SetUpDescriptors.StockSession, CallChain.GetNameLocation(call), call.TargetMethod.Name, counterpart));
        }
    }

    private static string? GetCounterpart(IMethodSymbol method)
        => Middleware.IsUseSession(method) ? "UseTypedSessions" : ServiceCalls.IsAddSession(method) ? ServiceCalls.AddTypedSessions : null;

    private static bool IsTypedSessionsMethod(IMethodSymbol method)
        => Middleware.IsUseTypedSessions(method) || ServiceCalls.IsAddTypedSessions(method);
}
