using Microsoft.CodeAnalysis;

namespace TypedSessions.Generator.Parsing;

/// <summary>What the user wrote into the two attributes.</summary>
internal static class SessionAttributes
{
    public static AttributeData? OfModel(INamedTypeSymbol type) => type.Attribute(KnownNames.Namespace, KnownNames.ModelAttribute);

    public static AttributeData? OfProperty(IPropertySymbol property)
        => property.Attribute(KnownNames.Namespace, KnownNames.PropertyAttribute);

    /// <summary>
    /// Returns whether a declaration of a class carries its attribute. On two parts of one class it is an error that the compiler reports.
    /// </summary>
    public static bool IsModelDeclaration(INamedTypeSymbol type, SyntaxNode declaration)
        => OfModel(type)?.ApplicationSyntaxReference is { } attribute
            && attribute.SyntaxTree == declaration.SyntaxTree
            && declaration.Span.Contains(attribute.Span);

    public static bool IsModel(ITypeSymbol type) => type is INamedTypeSymbol named && OfModel(named) is not null;

    /// <summary>The key in the session: the prefix of the model, then the key of the property, which is its name unless given.</summary>
    public static string Key(IPropertySymbol property) => Key(property, OfProperty(property), Prefix(property.ContainingType));

    /// <inheritdoc cref="Key(IPropertySymbol)"/>
    public static string Key(IPropertySymbol property, AttributeData? attribute, string prefix)
        => prefix + (attribute.Argument(KnownNames.Key)?.Value as string ?? property.Name);

    /// <summary>What every key of a model starts with; empty when the model has no prefix.</summary>
    public static string Prefix(INamedTypeSymbol model) => OfModel(model).Argument(KnownNames.Prefix)?.Value as string ?? "";

    /// <summary>
    /// The constant that the property reads as while its key is absent; nothing when there is none, or it is <see langword="null"/>.
    /// </summary>
    public static TypedConstant? Default(IPropertySymbol property) => Default(OfProperty(property));

    /// <inheritdoc cref="Default(IPropertySymbol)"/>
    public static TypedConstant? Default(AttributeData? attribute)
        => attribute.Argument(KnownNames.Default) is { IsNull: false } constant ? constant : null;

    /// <summary>Returns the codec that a property names, or <see langword="null"/>.</summary>
    public static ITypeSymbol? Codec(AttributeData? attribute) => attribute.Argument(KnownNames.Codec)?.Value as ITypeSymbol;

    /// <summary>Returns whether a property names its codec, so that the rules for the library's codecs do not apply.</summary>
    public static bool HasCodec(IPropertySymbol property) => Codec(OfProperty(property)) is not null;

    /// <summary>The JSON metadata that the model names; nothing when what it names is no <c>JsonSerializerContext</c>.</summary>
    public static INamedTypeSymbol? JsonContext(INamedTypeSymbol model)
        => OfModel(model).Argument(KnownNames.JsonContext)?.Value is INamedTypeSymbol { IsUnboundGenericType: false } context
            && context.IsOrDerivesFrom(KnownNames.JsonNamespace, KnownNames.JsonSerializerContext)
                ? context
                : null;
}
