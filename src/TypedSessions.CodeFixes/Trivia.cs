using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace TypedSessions.CodeFixes;

/// <summary>What stands between the words.</summary>
internal static class Trivia
{
    /// <summary>A line break as the file around a node has them.</summary>
    public static SyntaxTrivia GetLineBreak(SyntaxNode node)
    {
        foreach (var trivia in node.SyntaxTree.GetRoot().DescendantTrivia())
        {
            if (trivia.IsKind(SyntaxKind.EndOfLineTrivia))
            {
                return trivia;
            }
        }

        return SyntaxFactory.LineFeed;
    }

    /// <summary>The white space before a node that begins a line.</summary>
    public static SyntaxTriviaList GetIndentation(SyntaxNode node)
        => node.GetLeadingTrivia() is { Count: > 0 } leading && leading.Last().IsKind(SyntaxKind.WhitespaceTrivia) ? [leading.Last()] : [];
}
