using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TypedSessions.Generator.Diagnostics;

namespace TypedSessions.CodeFixes.Lifetime;

[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AwaitCodeFix)), Shared]
public sealed class AwaitCodeFix : SessionCodeFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.NotAwaited];

    // Behind '?.' there may be no task to await.
    private protected override IEnumerable<Fix> FixesFor(FixPlace place)
    {
        if (place.Node is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax } call
            && Statements.CanAwait(call)
            && Discarded(call) is { } discarded)
        {
            yield return place.Fix(
                "Await the call", nameof(AwaitCodeFix), editor => editor.ReplaceNode(discarded, Awaited(discarded, Whole(call))));
        }
    }

    // The statement's expression, or the lambda's.
    private static ExpressionSyntax? Discarded(InvocationExpressionSyntax call)
    {
        var whole = Whole(call);
        return whole.Parent switch
        {
            ExpressionStatementSyntax or AnonymousFunctionExpressionSyntax => whole,
            AssignmentExpressionSyntax { Parent: ExpressionStatementSyntax } assignment when assignment.Right == whole => assignment,
            _ => null,
        };
    }

    // With 'ConfigureAwait' and the like.
    private static ExpressionSyntax Whole(ExpressionSyntax call)
        => call.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax outer } ? Whole(outer) : call;

    private static AwaitExpressionSyntax Awaited(ExpressionSyntax discarded, ExpressionSyntax call)
        => SyntaxFactory.AwaitExpression(
            SyntaxFactory.Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(SyntaxFactory.Space), call.WithoutTrivia())
            .WithTriviaFrom(discarded);
}
