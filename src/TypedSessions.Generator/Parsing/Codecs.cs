using Microsoft.CodeAnalysis;

namespace TypedSessions.Generator.Parsing;

/// <summary>Selects the codec of a property.</summary>
internal static class Codecs
{
    /// <summary>The class of the codecs, with a trailing dot.</summary>
    public const string Namespace = "global::TypedSessions.SessionCodec.";

    /// <summary>Returns the codec as a C# expression.</summary>
    /// <param name="property">A property whose type can be stored.</param>
    /// <param name="given">The codec specified by the property, or <see langword="null"/>.</param>
    /// <param name="name">The name of its type, without the <c>?</c>.</param>
    /// <param name="jsonMetadata">The expression of the JSON metadata, or an empty string.</param>
    public static string Create(IPropertySymbol property, INamedTypeSymbol? given, string name, string jsonMetadata)
    {
        var codec = CreateWithoutNullable(property, given, name, jsonMetadata);
        var type = property.ValueType();
        if (!ReferenceEquals(type.WithoutNullable(), type))
        {
            return $"{Namespace}Nullable({codec})";
        }

        // A codec has the type without the '?' of a reference type.
        return type.NullableAnnotation == NullableAnnotation.Annotated ? codec.TrimEnd('!') + "!" : codec;
    }

    /// <summary>Returns the codec of the values that are not <see langword="null"/>.</summary>
    /// <inheritdoc cref="Create(IPropertySymbol, INamedTypeSymbol?, string, string)"/>
    public static string CreateWithoutNullable(IPropertySymbol property, INamedTypeSymbol? given, string name, string jsonMetadata)
    {
        var type = property.ValueType().WithoutNullable();
        return given is not null ? CreateNew(given, type) : Create(type, property.ContainingAssembly, jsonMetadata, name);
    }

    /// <summary>Returns the built-in codec of a type that is not nullable.</summary>
    /// <param name="type">A type that can be stored.</param>
    /// <param name="assembly">The assembly of the model.</param>
    /// <param name="jsonMetadata">The expression of the JSON metadata, or an empty string.</param>
    /// <param name="name">The name of the type; <see langword="null"/> to format it.</param>
    public static string Create(ITypeSymbol type, IAssemblySymbol assembly, string jsonMetadata, string? name = null)
    {
        if (Scalars.GetCodec(type) is { } scalar)
        {
            return Namespace + scalar;
        }

        name ??= TypeNames.GetDeclared(type);
        return type.TypeKind == TypeKind.Enum
            ? $"{Namespace}Enum<{name}>()"
            : $"{Namespace}{(Immutability.IsImmutable(type, assembly) ? "ImmutableJson" : "Json")}<{name}>({jsonMetadata})";
    }

    // The codec's type argument may have other nullability than the property.
    private static string CreateNew(INamedTypeSymbol codec, ITypeSymbol type)
    {
        var stored = CodecRules.GetStoredType(codec)?.WithNullableAnnotation(type.NullableAnnotation);
        var isSame = SymbolEqualityComparer.IncludeNullability.Equals(stored, type);
        return $"new {TypeNames.GetDeclared(codec)}(){(isSame ? "" : "!")}";
    }
}
