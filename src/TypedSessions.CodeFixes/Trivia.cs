using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace TypedSessions.CodeFixes;

/// <summary>Reads trivia around nodes.</summary>
internal static class Trivia
{
    /// <summary>Returns the line break that a node's file uses.</summary>
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

    /// <summary>Returns the indentation of a node that starts a line.</summary>
    public static SyntaxTriviaList GetIndentation(SyntaxNode node)
        => node.GetLeadingTrivia() is { Count: > 0 } leading && leading.Last().IsKind(SyntaxKind.WhitespaceTrivia) ? [leading.Last()] : [];
}
