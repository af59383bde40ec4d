using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using TypedSessions.Generator.Diagnostics.Flow;

namespace TypedSessions.Generator.Diagnostics.SetUp;

/// <summary>Finds ASP.NET Core's own session beside ours, on one application or one set of services.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StockSessionAnalyzer() : CallAnalyzer("UseSession", "AddSession")
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Descriptors.StockSession];

    private protected override void Analyze(SyntaxNodeAnalysisContext context, IInvocationOperation call, SessionTypes types)
    {
        if (Counterpart(call.TargetMethod) is { } counterpart
            && CallChain.Around(call).Any(other => other.TargetMethod.Name == counterpart && IsOurs(other.TargetMethod)))
        {
            context.ReportDiagnostic(
                Diagnostic.Create(Descriptors.StockSession, CallChain.Name(call), call.TargetMethod.Name, counterpart));
        }
    }

    private static string? Counterpart(IMethodSymbol method)
        => Middleware.IsUseSession(method) ? "UseTypedSessions" : ServiceCalls.IsAddSession(method) ? ServiceCalls.AddTypedSessions : null;

    private static bool IsOurs(IMethodSymbol method) => Middleware.IsUseTypedSessions(method) || ServiceCalls.IsAddTypedSessions(method);
}
