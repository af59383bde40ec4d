using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TypedSessions.Generator.Diagnostics.Flow;

/// <summary>What members say, before anything of them is bound. Nearly all code is passed over by this.</summary>
internal static class MemberSyntax
{
    /// <summary>
    /// The member around a place, or the file for the statements of a program: all
    /// code that <see cref="MemberCode.Around"/> may find there, and more at times.
    /// </summary>
    public static SyntaxNode Around(SyntaxNode place)
    {
        var node = place;
        while (node.Parent is { } parent && node is not MemberDeclarationSyntax or GlobalStatementSyntax)
        {
            node = parent;
        }

        return node;
    }

    /// <summary>Whether a method of the name is called.</summary>
    public static bool Calls(SyntaxNode member, string name)
        => member.DescendantNodes().Any(node => node is InvocationExpressionSyntax call && CallAnalyzer.GetName(call) == name);

    /// <summary>
    /// Whether anything is written that <see cref="SessionUse"/> may take for a change of a session other than a removal.
    /// </summary>
    public static bool MayChangeSession(SyntaxNode member)
        => member.DescendantNodes().Any(static node => node switch
        {
            InvocationExpressionSyntax call => SessionUse.MayChange(CallAnalyzer.GetName(call)),
            AssignmentExpressionSyntax => true,
            PrefixUnaryExpressionSyntax step => step.OperatorToken.Kind() is SyntaxKind.PlusPlusToken or SyntaxKind.MinusMinusToken,
            PostfixUnaryExpressionSyntax step => step.OperatorToken.Kind() is SyntaxKind.PlusPlusToken or SyntaxKind.MinusMinusToken,
            _ => false,
        });
}
