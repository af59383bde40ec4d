using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TypedSessions.Generator.Model;

namespace TypedSessions.Generator.Parsing;

/// <summary>Reads a valid property into the data of its generated half.</summary>
internal static class PropertyParser
{
    /// <summary>The setting of a property whose value is removed when it was read.</summary>
    public const string FlashSetting = "IsFlash = true";

    /// <param name="property">The property.</param>
    /// <param name="prefix">The prefix of its keys.</param>
    /// <param name="attribute">Its attribute.</param>
    /// <param name="defaultValue">The value while the key is absent.</param>
    /// <param name="jsonMetadata">The expression of the model's JSON metadata, or an empty string.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    public static SessionProperty Parse(
        IPropertySymbol property,
        string prefix,
        AttributeData? attribute,
        DefaultValue defaultValue,
        string jsonMetadata,
        CancellationToken cancellationToken)
    {
        var syntax = property.DeclaringSyntaxReferences[0].GetSyntax(cancellationToken) as PropertyDeclarationSyntax;
        var type = TypeNames.GetDeclared(property.ValueType());
        var plainType = TypeNames.WithoutQuestionMark(type);
        var codec = SessionAttributes.GetCodec(attribute) as INamedTypeSymbol;
        var mapKeyType = SessionMaps.FindKeyType(property);
        var withoutNullable = Codecs.CreateWithoutNullable(property, codec, plainType, jsonMetadata);
        return new SessionProperty(
            Identifiers.Escape(property.Name),
            property.Name,
            GetModifiers(syntax?.Modifiers),
            TypeNames.GetDeclared(property.Type),
            type,
            mapKeyType is null ? null : TypeNames.GetDeclared(mapKeyType),
            GetAccess(property),
            GetAccessorModifiers(syntax, SyntaxKind.GetAccessorDeclaration),
            property.SetMethod is null ? null : GetAccessorModifiers(syntax, SyntaxKind.SetAccessorDeclaration),
            SessionAttributes.GetKey(property, attribute, prefix),
            Codecs.Create(property, codec, plainType, jsonMetadata),
            GetDefaultArgument(defaultValue),
            new([.. GetMergeSetting(property, attribute, withoutNullable),
                .. FormerKeys.CreateSettings(property, attribute, type, prefix, jsonMetadata),
                .. GetLifetimeSettings(attribute)]));
    }

    // The less accessible accessor decides, because the description reads and sets. A static class has no protected members.
    private static string GetAccess(IPropertySymbol property)
    {
        var accessors = new[] { property.GetMethod, property.SetMethod }.OfType<IMethodSymbol>().ToArray();
        return accessors.All(static it => it.DeclaredAccessibility == Accessibility.Public) ? "public"
            : accessors.All(static it => it.DeclaredAccessibility
                is Accessibility.Public or Accessibility.Internal or Accessibility.ProtectedOrInternal) ? "internal"
            : "";
    }

    private static IEnumerable<string> GetMergeSetting(IPropertySymbol property, AttributeData? attribute, string codec)
        => MergeRules.CreatePlan(property, attribute, codec) is { Length: > 0 } plan ? ["Merge = " + plan] : [];

    private static IEnumerable<string> GetLifetimeSettings(AttributeData? attribute)
    {
        if (SessionAttributes.IsFlash(attribute))
        {
            yield return FlashSetting;
        }

        if (SessionAttributes.GetLifetime(attribute) is not 0 and var minutes)
        {
            yield return $"Lifetime = global::System.TimeSpan.FromMinutes({minutes.ToString(CultureInfo.InvariantCulture)})";
        }
    }

    private static string GetDefaultArgument(DefaultValue defaultValue)
        => defaultValue.Kind switch
        {
            DefaultKind.Value => "defaultValue: " + defaultValue.Expression,
            DefaultKind.Factory => "createDefault: static () => " + defaultValue.Expression,
            _ => "",
        };

    private static string GetAccessorModifiers(PropertyDeclarationSyntax? property, SyntaxKind kind)
    {
        foreach (var accessor in property?.AccessorList?.Accessors ?? default)
        {
            if (accessor.IsKind(kind))
            {
                return accessor.Modifiers.Count == 0 ? "" : GetModifiers(accessor.Modifiers) + " ";
            }
        }

        return "";
    }

    /// <summary>Returns the modifiers without comments between them. Both halves must have the same modifiers.</summary>
    public static string GetModifiers(SyntaxTokenList? modifiers)
    {
        var text = "";
        foreach (var token in modifiers ?? default)
        {
            text = text.Length == 0 ? token.Text : text + " " + token.Text;
        }

        return text;
    }
}
