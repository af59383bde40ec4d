using Microsoft.CodeAnalysis;

namespace TypedSessions.Generator.Parsing;

/// <summary>Reads the attributes of models and properties.</summary>
internal static class SessionAttributes
{
    public static AttributeData? FindModelAttribute(INamedTypeSymbol type)
        => type.Attribute(KnownNames.Namespace, KnownNames.ModelAttribute);

    public static AttributeData? FindPropertyAttribute(IPropertySymbol property)
        => property.Attribute(KnownNames.Namespace, KnownNames.PropertyAttribute);

    /// <summary>Returns whether a declaration of a class has the attribute. The compiler reports attributes on two parts.</summary>
    public static bool IsModelDeclaration(INamedTypeSymbol type, SyntaxNode declaration)
        => FindModelAttribute(type)?.ApplicationSyntaxReference is { } attribute
            && attribute.SyntaxTree == declaration.SyntaxTree
            && declaration.Span.Contains(attribute.Span);

    public static bool IsModel(ITypeSymbol type) => type is INamedTypeSymbol named && FindModelAttribute(named) is not null;

    /// <summary>Returns the key in the session: the prefix of the model, then the key of the property, by default its name.</summary>
    public static string GetKey(IPropertySymbol property)
        => GetKey(property, FindPropertyAttribute(property), GetPrefix(property.ContainingType));

    /// <inheritdoc cref="GetKey(IPropertySymbol)"/>
    public static string GetKey(IPropertySymbol property, AttributeData? attribute, string prefix)
        => prefix + (attribute.Argument(KnownNames.Key)?.Value as string ?? property.Name);

    /// <summary>Returns the key prefix of a model; empty if it has none.</summary>
    public static string GetPrefix(INamedTypeSymbol model) => FindModelAttribute(model).Argument(KnownNames.Prefix)?.Value as string ?? "";

    /// <summary>Returns the constant default of a property; <see langword="null"/> if there is none.</summary>
    public static TypedConstant? GetDefault(IPropertySymbol property) => GetDefault(FindPropertyAttribute(property));

    /// <inheritdoc cref="GetDefault(IPropertySymbol)"/>
    public static TypedConstant? GetDefault(AttributeData? attribute)
        => attribute.Argument(KnownNames.Default) is { IsNull: false } constant ? constant : null;

    /// <summary>Returns whether the value of a property is removed by the response to the request that reads it.</summary>
    public static bool IsFlash(AttributeData? attribute) => attribute.Argument(KnownNames.Flash)?.Value is true;

    /// <summary>Returns for how many minutes a value is there after it was set; 0 for as long as the session.</summary>
    public static int GetLifetime(AttributeData? attribute) => attribute.Argument(KnownNames.ExpiresAfterMinutes)?.Value as int? ?? 0;

    /// <summary>Returns the codec that a property specifies, or <see langword="null"/>.</summary>
    public static ITypeSymbol? GetCodec(AttributeData? attribute) => attribute.Argument(KnownNames.Codec)?.Value as ITypeSymbol;

    /// <summary>Returns whether a property specifies a codec, so that the rules for built-in codecs do not apply.</summary>
    public static bool HasCodec(IPropertySymbol property) => GetCodec(FindPropertyAttribute(property)) is not null;

    /// <summary>Returns the <c>JsonSerializerContext</c> that a model specifies; <see langword="null"/> for other types.</summary>
    public static INamedTypeSymbol? GetJsonContext(INamedTypeSymbol model)
        => FindModelAttribute(model).Argument(KnownNames.JsonContext)?.Value is INamedTypeSymbol { IsUnboundGenericType: false } context
            && context.IsOrDerivesFrom(KnownNames.JsonNamespace, KnownNames.JsonSerializerContext)
                ? context
                : null;
}
