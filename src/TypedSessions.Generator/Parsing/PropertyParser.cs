using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TypedSessions.Generator.Model;

namespace TypedSessions.Generator.Parsing;

/// <summary>Reads a property without problems into what its generated half needs to know.</summary>
internal static class PropertyParser
{
    public static SessionProperty Parse(IPropertySymbol property, INamedTypeSymbol? jsonContext, CancellationToken cancellation)
    {
        var syntax = property.DeclaringSyntaxReferences[0].GetSyntax(cancellation) as PropertyDeclarationSyntax;
        return new SessionProperty(
            Identifiers.Escape(property.Name),
            property.Name,
            Modifiers(syntax?.Modifiers),
            TypeNames.Declared(property.Type),
            TypeNames.Stored(property.Type),
            AccessorModifiers(syntax, SyntaxKind.GetAccessorDeclaration),
            property.SetMethod is null ? null : AccessorModifiers(syntax, SyntaxKind.SetAccessorDeclaration),
            SessionAttributes.Key(property),
            Codecs.Of(property, jsonContext),
            Default(property));
    }

    private static string Default(IPropertySymbol property)
        => DefaultValue.Of(property) switch
        {
            { Kind: DefaultKind.Value } value => "defaultValue: " + value.Expression,
            { Kind: DefaultKind.Factory } factory => "createDefault: static () => " + factory.Expression,
            _ => "",
        };

    private static string AccessorModifiers(PropertyDeclarationSyntax? property, SyntaxKind kind)
    {
        foreach (var accessor in property?.AccessorList?.Accessors ?? default)
        {
            if (accessor.IsKind(kind))
            {
                return accessor.Modifiers.Count == 0 ? "" : Modifiers(accessor.Modifiers) + " ";
            }
        }

        return "";
    }

    // Word by word, because both halves have to agree; without the comments that may stand between the words.
    private static string Modifiers(SyntaxTokenList? modifiers)
        => modifiers is { } tokens ? string.Join(" ", tokens.Select(static token => token.Text)) : "";
}
