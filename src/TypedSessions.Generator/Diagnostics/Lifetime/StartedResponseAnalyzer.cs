using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using TypedSessions.Generator.Diagnostics.Flow;

namespace TypedSessions.Generator.Diagnostics.Lifetime;

/// <summary>Finds changes of a session that come after the response has started, and so can no longer reach the browser.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StartedResponseAnalyzer() : CallAnalyzer([.. ResponseStart.Names])
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Descriptors.ResponseHasStarted];

    private protected override bool MayMatter(InvocationExpressionSyntax call)
        => ResponseStart.MayBe(GetName(call), GetOwner(call)) && MemberSyntax.MayChangeSession(MemberSyntax.Around(call));

    private protected override void Analyze(SyntaxNodeAnalysisContext context, IInvocationOperation call, SessionTypes types)
    {
        if (ResponseStart.GetResponse(call, types) is null
            || MemberCode.Around(context.Node, context.SemanticModel, context.CancellationToken) is not { } code
            || new LateChanges(code, types) is not { AreCertain: true } late
            || late.FirstStart != call.Syntax)
        {
            return;
        }

        foreach (var (change, use, start) in late.Find())
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Descriptors.ResponseHasStarted,
                change.GetLocation(),
                [start.GetLocation()],
                LateChanges.Describe(use),
                LateChanges.Consequence(use.Verb),
                ResponseStart.GetName(start)));
        }
    }
}
