using Microsoft.CodeAnalysis;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.Declaration;

/// <summary>The properties of a model that are stored as JSON.</summary>
internal static class JsonProperties
{
    public static IEnumerable<IPropertySymbol> GetAll(INamedTypeSymbol model)
        => model.GetMembers().OfType<IPropertySymbol>().Where(static property
            => SessionAttributes.OfProperty(property) is { } attribute
                && SessionAttributes.Codec(attribute) is null
                && property.PartialDefinitionPart is null
                && IsJson(StoredType(property))
                && SessionPropertyRules.Examine(property) == PropertyProblem.None);

    /// <summary>The type that metadata is asked for: without the <c>?</c> of a value or a reference.</summary>
    public static ITypeSymbol StoredType(IPropertySymbol property)
        => property.Type.WithoutNullable().WithNullableAnnotation(NullableAnnotation.None);

    // What a type parameter stands for has metadata or not somewhere else.
    private static bool IsJson(ITypeSymbol type) => type.TypeKind != TypeKind.Enum && Scalars.GetCodec(type) is null && !IsOpen(type);

    private static bool IsOpen(ITypeSymbol type)
        => type switch
        {
            ITypeParameterSymbol => true,
            IArrayTypeSymbol array => IsOpen(array.ElementType),
            INamedTypeSymbol named => named.TypeArguments.Any(IsOpen) || (named.ContainingType is { } outer && IsOpen(outer)),
            _ => false,
        };
}
