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
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.UnawaitedCall];

    // A '?.' may yield no task to await.
    private protected override IEnumerable<Fix> GetFixes(FixContext context)
    {
        if (context.Node is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax } call
            && Statements.CanAwait(call)
            && FindDiscarded(call) is { } discarded)
        {
            yield return context.CreateFix(
                "Await the call",
                nameof(AwaitCodeFix),
                editor => editor.ReplaceNode(discarded, CreateAwait(discarded, GetOutermost(call))));
        }
    }

    // The expression of the statement or lambda.
    private static ExpressionSyntax? FindDiscarded(InvocationExpressionSyntax call)
    {
        var whole = GetOutermost(call);
        return whole.Parent switch
        {
            ExpressionStatementSyntax or AnonymousFunctionExpressionSyntax => whole,
            AssignmentExpressionSyntax { Parent: ExpressionStatementSyntax } assignment when assignment.Right == whole => assignment,
            _ => null,
        };
    }

    // Includes 'ConfigureAwait' and similar calls.
    private static ExpressionSyntax GetOutermost(ExpressionSyntax call)
        => call.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax outer } ? GetOutermost(outer) : call;

    private static AwaitExpressionSyntax CreateAwait(ExpressionSyntax discarded, ExpressionSyntax call)
        => SyntaxFactory.AwaitExpression(
            SyntaxFactory.Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(SyntaxFactory.Space), call.WithoutTrivia())
            .WithTriviaFrom(discarded);
}
