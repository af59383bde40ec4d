using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TypedSessions.Generator.Diagnostics;

namespace TypedSessions.CodeFixes.SetUp;

/// <summary>Removes a call that has no effect, from a chain or as a line.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemoveCallCodeFix)), Shared]
public sealed class RemoveCallCodeFix : SessionCodeFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.StockSession, DiagnosticIds.CachedSession];

    private protected override IEnumerable<Fix> FixesFor(FixPlace place)
    {
        if (place.Node is not SimpleNameSyntax { Parent: MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } access } name)
        {
            yield break;
        }

        if (call.Parent is not ExpressionStatementSyntax || access.Expression is InvocationExpressionSyntax)
        {
            yield return place.Fix($"Remove '{name}()'", nameof(RemoveCallCodeFix), editor => editor.ReplaceNode(call, static (current, _) => Receiver(current)));
        }
        else if (Lines.Of(call) is { } line)
        {
            yield return place.Fix($"Remove '{name}()'", nameof(RemoveCallCodeFix), editor => editor.RemoveNode(line, SyntaxRemoveOptions.KeepUnbalancedDirectives));
        }
    }

    private static SyntaxNode Receiver(SyntaxNode call)
        => ((MemberAccessExpressionSyntax)((InvocationExpressionSyntax)call).Expression).Expression.WithTrailingTrivia(call.GetTrailingTrivia());
}
