using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using TypedSessions.Generator.Diagnostics;

namespace TypedSessions.CodeFixes.Access;

/// <summary>Sets the key to the changed bytes after their last change in the block.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SetBytesCodeFix)), Shared]
public sealed class SetBytesCodeFix : SessionCodeFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.ChangedBytesNotSet];

    private protected override IEnumerable<Fix> GetFixes(FixContext context)
    {
        if (context.Find<ExpressionStatementSyntax>() is { } change
            && FindArray(change) is { } array
            && context.Diagnostic.AdditionalLocations.FirstOrDefault() is { } read
            && context.Root.FindNode(read.SourceSpan, getInnermostNodeForTie: true).FirstAncestorOrSelf<InvocationExpressionSyntax>() is
            {
                Expression: MemberAccessExpressionSyntax { Expression: { } session },
                ArgumentList.Arguments: { Count: > 0 } arguments,
            }
            && arguments[0].Expression is var key
            && IsSafeToRepeat(session) && IsSafeToRepeat(key)
            && FindLastStatement(change, array) is { Parent: BlockSyntax } last)
        {
            var set = SyntaxFactory.ParseStatement($"{session.WithoutTrivia()}.Set({key.WithoutTrivia()}, {array});")
                .WithLeadingTrivia(last.GetLeadingTrivia().Where(static trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)))
                .WithTrailingTrivia(SyntaxFactory.ElasticEndOfLine("\n"))
                .WithAdditionalAnnotations(Formatter.Annotation);
            yield return context.CreateFix(
                "Set the key to the changed bytes", nameof(SetBytesCodeFix), editor => editor.InsertAfter(last, set));
        }
    }

    private static string? FindArray(ExpressionStatementSyntax change)
    {
        var target = change.Expression switch
        {
            AssignmentExpressionSyntax assignment => assignment.Left,
            PostfixUnaryExpressionSyntax step => step.Operand,
            PrefixUnaryExpressionSyntax step => step.Operand,
            InvocationExpressionSyntax { ArgumentList.Arguments: { Count: > 0 } arguments } => arguments[0].Expression,
            _ => null,
        };
        return (target is ElementAccessExpressionSyntax element ? element.Expression : target) is IdentifierNameSyntax name
            ? name.Identifier.ValueText
            : null;
    }

    // The bytes are set after the enclosing loop and after later changes.
    private static StatementSyntax FindLastStatement(StatementSyntax change, string array)
    {
        StatementSyntax last = change;
        var outerNodes = change.Ancestors().TakeWhile(static node
            => node is not (MemberDeclarationSyntax or AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax));
        foreach (var outer in outerNodes)
        {
            if (outer is ForStatementSyntax or ForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax)
            {
                last = (StatementSyntax)outer;
            }
        }

        return last.Parent is BlockSyntax block
            ? block.Statements.Last(statement => statement == last || Mentions(statement, last, array))
            : last;
    }

    private static bool Mentions(StatementSyntax statement, StatementSyntax last, string array)
        => statement.SpanStart > last.SpanStart
            && statement.DescendantNodes().OfType<IdentifierNameSyntax>().Any(name => name.Identifier.ValueText == array);

    private static bool IsSafeToRepeat(ExpressionSyntax expression)
        => !expression.DescendantNodesAndSelf().Any(static node => node is AssignmentExpressionSyntax or ObjectCreationExpressionSyntax
            or InvocationExpressionSyntax { Expression: not IdentifierNameSyntax { Identifier.ValueText: "nameof" } }
            or PostfixUnaryExpressionSyntax { RawKind: not (int)SyntaxKind.SuppressNullableWarningExpression });
}
