using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TypedSessions.CodeFixes.Lifetime;

/// <summary>Helpers for statements in a block or in top-level code.</summary>
internal static class Statements
{
    /// <summary>Returns the statement around a node if it is part of a list, and not the only statement of an <c>if</c>.</summary>
    public static StatementSyntax? FindEnclosing(SyntaxNode node)
        => node.FirstAncestorOrSelf<StatementSyntax>() is { Parent: BlockSyntax or GlobalStatementSyntax } statement ? statement : null;

    /// <summary>Returns all statements of the list that contains a statement.</summary>
    public static IReadOnlyList<StatementSyntax> GetList(StatementSyntax statement)
        => statement.Parent switch
        {
            BlockSyntax block => block.Statements,
            GlobalStatementSyntax { Parent: CompilationUnitSyntax program }
                => [.. program.Members.OfType<GlobalStatementSyntax>().Select(static member => member.Statement)],
            _ => [statement],
        };

    /// <summary>Returns the node to insert or remove: top-level statements are wrapped.</summary>
    public static SyntaxNode GetListNode(StatementSyntax statement)
        => statement.Parent is GlobalStatementSyntax wrapper ? wrapper : statement;

    /// <summary>Creates a statement with the indentation of another one.</summary>
    public static SyntaxNode CreateBeside(StatementSyntax other, string code)
        => Wrap(
            other,
            SyntaxFactory.ParseStatement(code).WithLeadingTrivia(Trivia.GetIndentation(other)).WithTrailingTrivia(GetLineEnd(other)));

    /// <summary>Returns a statement moved next to another one, with its comments.</summary>
    public static SyntaxNode CreateMoved(StatementSyntax statement, StatementSyntax other)
        => Wrap(
            other,
            statement.WithLeadingTrivia(
                statement.GetLeadingTrivia().SkipWhile(static trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia))));

    /// <summary>Returns whether <c>await</c> is allowed at a node.</summary>
    public static bool CanAwait(SyntaxNode node)
    {
        foreach (var around in node.Ancestors())
        {
            switch (around)
            {
                case LockStatementSyntax or UnsafeStatementSyntax or CatchFilterClauseSyntax or QueryExpressionSyntax:
                    return false;
                case AnonymousFunctionExpressionSyntax function:
                    return function.AsyncKeyword.IsKind(SyntaxKind.AsyncKeyword);
                case LocalFunctionStatementSyntax function:
                    return function.Modifiers.Any(SyntaxKind.AsyncKeyword);
                case MethodDeclarationSyntax method:
                    return method.Modifiers.Any(SyntaxKind.AsyncKeyword);
                case MemberDeclarationSyntax member:
                    return member is GlobalStatementSyntax;
            }
        }

        return false;
    }

    private static SyntaxTriviaList GetLineEnd(StatementSyntax statement)
        => SyntaxFactory.TriviaList(statement.GetTrailingTrivia()
            .Where(static trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia))
            .DefaultIfEmpty(statement.GetLastToken().GetNextToken().IsKind(SyntaxKind.None)
                ? Trivia.GetLineBreak(statement)
                : SyntaxFactory.Space));

    private static SyntaxNode Wrap(StatementSyntax other, StatementSyntax statement)
        => other.Parent is GlobalStatementSyntax ? SyntaxFactory.GlobalStatement(statement) : statement;
}
