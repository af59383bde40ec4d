using Microsoft.CodeAnalysis;

namespace TypedSessions.Generator.Parsing;

/// <summary>Chooses how the values of a property become bytes.</summary>
internal static class Codecs
{
    private const string Codec = "global::TypedSessions.SessionCodec.";

    /// <summary>The codec as an expression.</summary>
    /// <param name="property">A property whose type can be stored.</param>
    /// <param name="given">The codec that the property names, or <see langword="null"/>.</param>
    /// <param name="name">The name of its type, without the <c>?</c>.</param>
    /// <param name="jsonMetadata">The expression of the JSON metadata, empty for none.</param>
    public static string Create(IPropertySymbol property, INamedTypeSymbol? given, string name, string jsonMetadata)
    {
        var type = property.Type.WithoutNullable();
        var codec = given is not null ? New(given, type)
            : Scalars.GetCodec(type) is { } scalar ? Codec + scalar
            : type.TypeKind == TypeKind.Enum ? $"{Codec}Enum<{name}>()"
            : $"{Codec}{Json(property, type)}<{name}>({jsonMetadata})";
        return ReferenceEquals(type, property.Type) ? codec : $"{Codec}Nullable({codec})";
    }

    // A codec may say nothing of nullability, or something else than the property.
    private static string New(INamedTypeSymbol codec, ITypeSymbol type)
    {
        var stored = CodecRules.StoredType(codec)?.WithNullableAnnotation(type.NullableAnnotation);
        var isSame = SymbolEqualityComparer.IncludeNullability.Equals(stored, type);
        return $"new {TypeNames.Declared(codec)}(){(isSame ? "" : "!")}";
    }

    private static string Json(IPropertySymbol property, ITypeSymbol type)
        => Immutability.IsImmutable(type, property.ContainingAssembly) ? "ImmutableJson" : "Json";
}
