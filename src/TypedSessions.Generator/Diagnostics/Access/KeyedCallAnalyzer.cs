using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace TypedSessions.Generator.Diagnostics.Access;

/// <summary>Analyzes each call that reads or writes a session by key, once for all rules that concern it.</summary>
public sealed class KeyedCallAnalyzer : SessionAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [
            AccessDescriptors.RawKeyOfProperty,
            AccessDescriptors.NearMissOfKey,
            AccessDescriptors.KeyOfTwoTypes,
            AccessDescriptors.UnstableKey,
            AccessDescriptors.ChangedBytesNotSet,
        ];

    private protected override bool AnalyzesViews => true;

    private protected override void Register(RuleContext context, LibraryTypes types)
    {
        var calls = new SessionCalls(context.Compilation);
        var keys = new ConstantKeys(new ModelKeys(context.Compilation));
        context.RegisterNodeAction(
            node =>
            {
                if (calls.Read(node) is { } call)
                {
                    Report(keys.FindProblem(call, node.GetMember()!) ?? UnstableKey.FindProblem(call), call, node.ReportDiagnostic);
                    Report(StoredBytes.FindProblem(call), call, node.ReportDiagnostic);
                }
            },
            SyntaxKind.InvocationExpression);
        context.RegisterCompilationEndAction(end =>
        {
            foreach (var diagnostic in keys.FindProblemsOfOtherKeys())
            {
                end.ReportDiagnostic(diagnostic);
            }
        });
    }

    private static void Report(Diagnostic? diagnostic, KeyedCall call, Action<Diagnostic> report)
    {
        if (diagnostic is not null && call.CanReport(diagnostic.Location))
        {
            report(diagnostic);
        }
    }
}
