using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace TypedSessions.CodeFixes.Declaration;

/// <summary>
/// Converts an auto-implemented property to a partial one. Its initializer becomes the default of the attribute, or is removed if
/// redundant.
/// </summary>
internal static class PartialProperty
{
    /// <summary>Returns whether the conversion loses no code: accessors without bodies, and a constant or empty initializer.</summary>
    public static bool CanConvert(PropertyDeclarationSyntax property)
        => property is { ExpressionBody: null, AccessorList: { } accessors }
            && accessors.Accessors.All(static accessor => accessor is { Body: null, ExpressionBody: null })
            && (property.Initializer is null || IsEmpty(property.Initializer.Value) || IsConstant(property.Initializer.Value));

    public static void Convert(SyntaxEditor editor, PropertyDeclarationSyntax property)
        => editor.ReplaceNode(property, static (current, _) => Convert((PropertyDeclarationSyntax)current));

    private static PropertyDeclarationSyntax Convert(PropertyDeclarationSyntax property)
    {
        if (property.Initializer is { } initializer)
        {
            var trivia = property.SemicolonToken.TrailingTrivia;
            property = property
                .WithInitializer(null)
                .WithSemicolonToken(default)
                .WithAccessorList(property.AccessorList!.WithTrailingTrivia(trivia));
            if (!IsEmpty(initializer.Value))
            {
                property = SessionAttributeSyntax.WithArgument(property, "Default", initializer.Value);
            }
        }

        return (PropertyDeclarationSyntax)Modifiers.AddPartial(property);
    }

    // Values that equal the default without an initializer.
    private static bool IsEmpty(ExpressionSyntax value)
        => value switch
        {
            CollectionExpressionSyntax { Elements.Count: 0 } => true,
            BaseObjectCreationExpressionSyntax { ArgumentList: null or { Arguments.Count: 0 }, Initializer: null } => true,
            PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } suppressed
                => IsEmpty(suppressed.Operand),
            LiteralExpressionSyntax literal => literal.Kind() is SyntaxKind.NullLiteralExpression or SyntaxKind.DefaultLiteralExpression
                || literal.Token.Value is "" or 0 or false,
            MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Empty", Expression: PredefinedTypeSyntax } => true,
            _ => false,
        };

    private static bool IsConstant(ExpressionSyntax value)
        => value is LiteralExpressionSyntax
            or PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.UnaryMinusExpression, Operand: LiteralExpressionSyntax };
}
