using Microsoft.CodeAnalysis;

namespace TypedSessions.Generator.Parsing;

/// <summary>Selects the codec of a property.</summary>
internal static class Codecs
{
    private const string Codec = "global::TypedSessions.SessionCodec.";

    /// <summary>Returns the codec as a C# expression.</summary>
    /// <param name="property">A property whose type can be stored.</param>
    /// <param name="given">The codec specified by the property, or <see langword="null"/>.</param>
    /// <param name="name">The name of its type, without the <c>?</c>.</param>
    /// <param name="jsonMetadata">The expression of the JSON metadata, or an empty string.</param>
    public static string Create(IPropertySymbol property, INamedTypeSymbol? given, string name, string jsonMetadata)
    {
        var codec = CreateWithoutNullable(property, given, name, jsonMetadata);
        return ReferenceEquals(property.Type.WithoutNullable(), property.Type) ? codec : $"{Codec}Nullable({codec})";
    }

    /// <summary>Returns the codec of the values that are not <see langword="null"/>.</summary>
    /// <inheritdoc cref="Create"/>
    public static string CreateWithoutNullable(IPropertySymbol property, INamedTypeSymbol? given, string name, string jsonMetadata)
    {
        var type = property.Type.WithoutNullable();
        return given is not null ? CreateNew(given, type)
            : Scalars.GetCodec(type) is { } scalar ? Codec + scalar
            : type.TypeKind == TypeKind.Enum ? $"{Codec}Enum<{name}>()"
            : $"{Codec}{GetJsonMethod(property, type)}<{name}>({jsonMetadata})";
    }

    // The codec's type argument may have other nullability than the property.
    private static string CreateNew(INamedTypeSymbol codec, ITypeSymbol type)
    {
        var stored = CodecRules.GetStoredType(codec)?.WithNullableAnnotation(type.NullableAnnotation);
        var isSame = SymbolEqualityComparer.IncludeNullability.Equals(stored, type);
        return $"new {TypeNames.GetDeclared(codec)}(){(isSame ? "" : "!")}";
    }

    private static string GetJsonMethod(IPropertySymbol property, ITypeSymbol type)
        => Immutability.IsImmutable(type, property.ContainingAssembly) ? "ImmutableJson" : "Json";
}
