using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TypedSessions.CodeFixes.SetUp;

/// <summary>Statements as lines one below the other: in a block, or at the top of a program.</summary>
internal static class Lines
{
    /// <summary>The line around a node; nothing where the statement is the only one of a condition or a lambda.</summary>
    public static SyntaxNode? Find(SyntaxNode node)
        => node.AncestorsAndSelf().FirstOrDefault(static it => it is StatementSyntax or GlobalStatementSyntax) switch
        {
            StatementSyntax { Parent: GlobalStatementSyntax global } => global,
            StatementSyntax { Parent: BlockSyntax } statement => statement,
            _ => null,
        };

    public static StatementSyntax? Statement(SyntaxNode line) => (line as GlobalStatementSyntax)?.Statement ?? line as StatementSyntax;

    /// <summary>A statement in the place of a kind of lines.</summary>
    public static SyntaxNode Like(SyntaxNode line, string statement)
    {
        var parsed = SyntaxFactory.ParseStatement(statement)
            .WithLeadingTrivia(Trivia.GetIndentation(line))
            .WithTrailingTrivia(Trivia.GetLineBreak(line));
        return line is GlobalStatementSyntax ? SyntaxFactory.GlobalStatement(parsed) : parsed;
    }

    /// <summary>Whether a line is one call on a variable and nothing else: <c>app.UseA();</c>.</summary>
    public static bool IsOneCall(SyntaxNode line)
        => Statement(line) is ExpressionStatementSyntax { Expression: InvocationExpressionSyntax call }
            && call.Expression is MemberAccessExpressionSyntax { Expression: not InvocationExpressionSyntax };

    /// <summary>Puts a line right before or behind another one of the same list.</summary>
    public static SyntaxNode Move(SyntaxNode parent, SyntaxNode line, SyntaxNode other, bool isBehind)
    {
        var lines = Children(parent).ToList();
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
            // A blank line stays before both.
            var blank = BlankLines(other);
            lines[to] = other.WithLeadingTrivia(other.GetLeadingTrivia().Skip(blank.Count));
            lines.Insert(to, line.WithLeadingTrivia(blank.Concat(line.GetLeadingTrivia().Skip(BlankLines(line).Count))));
        }

        // The last line of a file may have no end.
        return WithChildren(parent, lines.Select((it, index)
            => lineEnds[index].Any() && it.GetTrailingTrivia().Any() ? it : it.WithTrailingTrivia(lineEnds[index])));
    }

    private static IReadOnlyList<SyntaxTrivia> BlankLines(SyntaxNode line)
        => [.. line.GetLeadingTrivia().TakeWhile(static it => it.IsKind(SyntaxKind.EndOfLineTrivia))];

    private static IEnumerable<SyntaxNode> Children(SyntaxNode parent)
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
