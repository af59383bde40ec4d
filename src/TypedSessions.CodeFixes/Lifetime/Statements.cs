using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TypedSessions.CodeFixes.Lifetime;

/// <summary>Statements in a list of statements: those of a block, or of a program.</summary>
internal static class Statements
{
    /// <summary>The statement around a node if it stands in such a list, and not alone behind an <c>if</c>.</summary>
    public static StatementSyntax? Around(SyntaxNode node)
        => node.FirstAncestorOrSelf<StatementSyntax>() is { Parent: BlockSyntax or GlobalStatementSyntax } statement ? statement : null;

    /// <summary>All statements of the list that a statement is in.</summary>
    public static IReadOnlyList<StatementSyntax> GetList(StatementSyntax statement)
        => statement.Parent switch
        {
            BlockSyntax block => block.Statements,
            GlobalStatementSyntax { Parent: CompilationUnitSyntax program }
                => [.. program.Members.OfType<GlobalStatementSyntax>().Select(static member => member.Statement)],
            _ => [statement],
        };

    /// <summary>The node that is put beside others, or taken away: in a program each statement is wrapped.</summary>
    public static SyntaxNode Slot(StatementSyntax statement) => statement.Parent is GlobalStatementSyntax wrapper ? wrapper : statement;

    /// <summary>A statement for a place beside another one, indented like it.</summary>
    public static SyntaxNode Beside(StatementSyntax other, string code)
        => Wrapped(
            other, SyntaxFactory.ParseStatement(code).WithLeadingTrivia(Trivia.GetIndentation(other)).WithTrailingTrivia(LineEnd(other)));

    /// <summary>A statement that moves to a place beside another one, with the comments that it has.</summary>
    public static SyntaxNode Moved(StatementSyntax statement, StatementSyntax other)
        => Wrapped(
            other,
            statement.WithLeadingTrivia(
                statement.GetLeadingTrivia().SkipWhile(static trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia))));

    /// <summary>Whether <c>await</c> can be written at a place.</summary>
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

    private static SyntaxTriviaList LineEnd(StatementSyntax statement)
        => SyntaxFactory.TriviaList(statement.GetTrailingTrivia()
            .Where(static trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia))
            .DefaultIfEmpty(statement.GetLastToken().GetNextToken().IsKind(SyntaxKind.None)
                ? Trivia.GetLineBreak(statement)
                : SyntaxFactory.Space));

    private static SyntaxNode Wrapped(StatementSyntax other, StatementSyntax statement)
        => other.Parent is GlobalStatementSyntax ? SyntaxFactory.GlobalStatement(statement) : statement;
}
