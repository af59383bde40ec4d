using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TypedSessions.Generator.Diagnostics.Access;

/// <summary>Determines from syntax how code uses a member or variable by its name.</summary>
internal static class NameUse
{
    private const KeyedVerbs Both = KeyedVerbs.Read | KeyedVerbs.Write;

    // The class of a model that describes its properties.
    private const string Properties = "Properties";

    /// <summary>Returns the operations on the value of a member.</summary>
    public static KeyedVerbs GetVerbs(IdentifierNameSyntax name)
    {
        var value = GetExpression(name);
        return IsDescription(value) ? Both : value.Parent switch
        {
            NameEqualsSyntax => KeyedVerbs.None,
            NameColonSyntax { Parent: ArgumentSyntax or AttributeArgumentSyntax } => KeyedVerbs.None,
            AssignmentExpressionSyntax assignment when assignment.Left == value => !assignment.IsKind(SyntaxKind.SimpleAssignmentExpression)
                ? Both
                : IsAbsent(assignment.Right) ? KeyedVerbs.Remove : KeyedVerbs.Write,
            PrefixUnaryExpressionSyntax step when IsStep(step.OperatorToken) => Both,
            PostfixUnaryExpressionSyntax step when IsStep(step.OperatorToken) => Both,
            ArgumentSyntax argument when !argument.RefKindKeyword.IsKind(SyntaxKind.None)
                || argument.Parent is TupleExpressionSyntax
                || IsNameOf(argument.Parent?.Parent) => Both,
            _ => KeyedVerbs.Read,
        };
    }

    /// <summary>Returns the whole expression that ends with a name: <c>page.Cart</c> and <c>page?.Cart!</c>.</summary>
    public static SyntaxNode GetExpression(SyntaxNode name)
    {
        var value = name;
        while (value.Parent is { } parent && IsSameValue(value, parent))
        {
            value = parent;
        }

        return value;
    }

    /// <summary>Returns whether a node is <c>nameof(…)</c>.</summary>
    public static bool IsNameOf(SyntaxNode? node)
        => node is InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } };

    // ShopSession.Properties.Cart, with which a session can do anything.
    private static bool IsDescription(SyntaxNode value)
        => value is MemberAccessExpressionSyntax { Expression: var outer }
            && outer is MemberAccessExpressionSyntax { Name.Identifier.ValueText: Properties }
                or IdentifierNameSyntax { Identifier.ValueText: Properties };

    private static bool IsSameValue(SyntaxNode value, SyntaxNode parent)
        => parent switch
        {
            MemberAccessExpressionSyntax access => access.Name == value,
            MemberBindingExpressionSyntax or ParenthesizedExpressionSyntax or AwaitExpressionSyntax => true,
            ConditionalAccessExpressionSyntax access => access.WhenNotNull == value,
            PostfixUnaryExpressionSyntax suppression => suppression.IsKind(SyntaxKind.SuppressNullableWarningExpression),
            _ => false,
        };

    private static bool IsAbsent(ExpressionSyntax value)
        => value.IsKind(SyntaxKind.NullLiteralExpression) || value.IsKind(SyntaxKind.DefaultLiteralExpression);

    private static bool IsStep(SyntaxToken token) => token.IsKind(SyntaxKind.PlusPlusToken) || token.IsKind(SyntaxKind.MinusMinusToken);
}
