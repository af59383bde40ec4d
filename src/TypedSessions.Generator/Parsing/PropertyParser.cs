using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TypedSessions.Generator.Model;

namespace TypedSessions.Generator.Parsing;

/// <summary>Reads a property without problems into what its generated half needs to know.</summary>
internal static class PropertyParser
{
    /// <param name="property">The property.</param>
    /// <param name="key">Its key in the session.</param>
    /// <param name="codec">The codec that it names, or <see langword="null"/>.</param>
    /// <param name="defaultValue">What it reads as while the key is absent.</param>
    /// <param name="jsonMetadata">The expression of the model's JSON metadata, empty for none.</param>
    /// <param name="cancellation">Passed on to the compiler.</param>
    public static SessionProperty Parse(
        IPropertySymbol property,
        string key,
        INamedTypeSymbol? codec,
        DefaultValue defaultValue,
        string jsonMetadata,
        CancellationToken cancellation)
    {
        var syntax = property.DeclaringSyntaxReferences[0].GetSyntax(cancellation) as PropertyDeclarationSyntax;
        var type = TypeNames.Declared(property.Type);
        var plainType = TypeNames.WithoutQuestionMark(type);
        return new SessionProperty(
            Identifiers.Escape(property.Name),
            property.Name,
            Modifiers(syntax?.Modifiers),
            type,
            property.Type.IsValueType ? type : plainType,
            AccessorModifiers(syntax, SyntaxKind.GetAccessorDeclaration),
            property.SetMethod is null ? null : AccessorModifiers(syntax, SyntaxKind.SetAccessorDeclaration),
            key,
            Codecs.Create(property, codec, plainType, jsonMetadata),
            Argument(defaultValue));
    }

    private static string Argument(DefaultValue defaultValue)
        => defaultValue.Kind switch
        {
            DefaultKind.Value => "defaultValue: " + defaultValue.Expression,
            DefaultKind.Factory => "createDefault: static () => " + defaultValue.Expression,
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

    /// <summary>
    /// Returns the modifiers word by word, because both halves have to agree; without the comments that may stand between the words.
    /// </summary>
    public static string Modifiers(SyntaxTokenList? modifiers)
    {
        var text = "";
        foreach (var token in modifiers ?? default)
        {
            text = text.Length == 0 ? token.Text : text + " " + token.Text;
        }

        return text;
    }
}
