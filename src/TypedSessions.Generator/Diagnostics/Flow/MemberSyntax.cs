using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TypedSessions.Generator.Diagnostics.Flow;

/// <summary>Checks members by their syntax alone, to avoid binding unrelated code.</summary>
internal static class MemberSyntax
{
    /// <summary>
    /// Returns the member around a node, or the file for top-level statements: at least the code that
    /// <see cref="MemberCode.FindEnclosing"/> returns.
    /// </summary>
    public static SyntaxNode GetEnclosing(SyntaxNode start)
    {
        var node = start;
        while (node.Parent is { } parent && node is not MemberDeclarationSyntax or GlobalStatementSyntax)
        {
            node = parent;
        }

        return node;
    }

    /// <summary>Returns whether the member calls a method of the name.</summary>
    public static bool ContainsCall(SyntaxNode member, string name)
        => member.DescendantNodes().Any(node => node is InvocationExpressionSyntax call && CallSyntax.GetName(call) == name);

    /// <summary>Returns whether the member may contain a <see cref="SessionChange"/> other than a removal.</summary>
    public static bool MayChangeSession(SyntaxNode member)
        => member.DescendantNodes().Any(static node => node switch
        {
            InvocationExpressionSyntax call => SessionChange.MayChange(CallSyntax.GetName(call)),
            AssignmentExpressionSyntax => true,
            PrefixUnaryExpressionSyntax step => step.OperatorToken.Kind() is SyntaxKind.PlusPlusToken or SyntaxKind.MinusMinusToken,
            PostfixUnaryExpressionSyntax step => step.OperatorToken.Kind() is SyntaxKind.PlusPlusToken or SyntaxKind.MinusMinusToken,
            _ => false,
        });
}
