using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TypedSessions.CodeFixes.SetUp;

/// <summary>Helpers for statements as lines of a block or of top-level code.</summary>
internal static class Lines
{
    /// <summary>Returns the line around a node; <see langword="null"/> for the only statement of a condition or lambda.</summary>
    public static SyntaxNode? Find(SyntaxNode node)
        => node.AncestorsAndSelf().FirstOrDefault(static it => it is StatementSyntax or GlobalStatementSyntax) switch
        {
            StatementSyntax { Parent: GlobalStatementSyntax global } => global,
            StatementSyntax { Parent: BlockSyntax } statement => statement,
            _ => null,
        };

    public static StatementSyntax? GetStatement(SyntaxNode line) => (line as GlobalStatementSyntax)?.Statement ?? line as StatementSyntax;

    /// <summary>Creates a statement with the kind and indentation of a line.</summary>
    public static SyntaxNode CreateLike(SyntaxNode line, string statement)
    {
        var parsed = SyntaxFactory.ParseStatement(statement)
            .WithLeadingTrivia(Trivia.GetIndentation(line))
            .WithTrailingTrivia(Trivia.GetLineBreak(line));
        return line is GlobalStatementSyntax ? SyntaxFactory.GlobalStatement(parsed) : parsed;
    }

    /// <summary>Returns whether a line is a single call on a variable: <c>app.UseA();</c>.</summary>
    public static bool IsOneCall(SyntaxNode line)
        => GetStatement(line) is ExpressionStatementSyntax { Expression: InvocationExpressionSyntax call }
            && call.Expression is MemberAccessExpressionSyntax { Expression: not InvocationExpressionSyntax };

    /// <summary>Moves a line directly before or after another one of the same list.</summary>
    public static SyntaxNode Move(SyntaxNode parent, SyntaxNode line, SyntaxNode other, bool isBehind)
    {
        var lines = GetChildren(parent).ToList();
        var from = lines.IndexOf(line);
        var to = lines.IndexOf(other);
        if (from < 0 || to < 0 || from < to == !isBehind)
        {
            return parent;
        }

        var lineEnds = lines.ConvertAll(static it => it.GetTrailingTrivia());
        lines.RemoveAt(from);
        to = lines.IndexOf(other);
        if (isBehind)
        {
            lines.Insert(to + 1, line);
        }
        else
        {
            // Keeps the blank line before both.
            var blank = GetBlankLines(other);
            lines[to] = other.WithLeadingTrivia(other.GetLeadingTrivia().Skip(blank.Count));
            lines.Insert(to, line.WithLeadingTrivia(blank.Concat(line.GetLeadingTrivia().Skip(GetBlankLines(line).Count))));
        }

        // The last line of a file may have no line break.
        return WithChildren(parent, lines.Select((it, index)
            => lineEnds[index].Any() && it.GetTrailingTrivia().Any() ? it : it.WithTrailingTrivia(lineEnds[index])));
    }

    private static IReadOnlyList<SyntaxTrivia> GetBlankLines(SyntaxNode line)
        => [.. line.GetLeadingTrivia().TakeWhile(static it => it.IsKind(SyntaxKind.EndOfLineTrivia))];

    private static IEnumerable<SyntaxNode> GetChildren(SyntaxNode parent)
        => parent switch
        {
            BlockSyntax block => block.Statements,
            CompilationUnitSyntax file => file.Members,
            _ => [],
        };

    private static SyntaxNode WithChildren(SyntaxNode parent, IEnumerable<SyntaxNode> lines)
        => parent switch
        {
            BlockSyntax block => block.WithStatements(SyntaxFactory.List(lines.Cast<StatementSyntax>())),
            CompilationUnitSyntax file => file.WithMembers(SyntaxFactory.List(lines.Cast<MemberDeclarationSyntax>())),
            _ => parent,
        };
}
