using Microsoft.CodeAnalysis;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.Declaration;

/// <summary>Finds the properties of a model that are stored as JSON.</summary>
internal static class JsonProperties
{
    public static IEnumerable<IPropertySymbol> GetAll(INamedTypeSymbol model)
        => model.GetMembers().OfType<IPropertySymbol>().Where(static property
            => SessionAttributes.FindPropertyAttribute(property) is { } attribute
                && SessionAttributes.GetCodec(attribute) is null
                && property.PartialDefinitionPart is null
                && IsJson(GetStoredType(property))
                && SessionPropertyRules.Examine(property) == PropertyProblem.None);

    /// <summary>Returns the upgrades of a model whose former type is stored as JSON.</summary>
    public static IEnumerable<Conversion> GetUpgrades(INamedTypeSymbol model)
        => model.GetMembers().OfType<IMethodSymbol>().SelectMany(Conversion.GetAll).Where(static conversion
            => conversion.IsUpgrade
                && FormerKeys.Examine(conversion) == ConversionProblem.None
                && IsJson(GetStoredType(conversion.FormerType)));

    /// <summary>Returns the type that needs metadata: without the <c>?</c> of a value or a reference.</summary>
    public static ITypeSymbol GetStoredType(IPropertySymbol property) => GetStoredType(property.ValueType());

    /// <inheritdoc cref="GetStoredType(IPropertySymbol)"/>
    public static ITypeSymbol GetStoredType(ITypeSymbol type) => type.WithoutNullable().WithNullableAnnotation(NullableAnnotation.None);

    // The metadata of a type parameter's argument cannot be checked here.
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
