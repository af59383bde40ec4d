using Microsoft.CodeAnalysis;

namespace TypedSessions.Generator.Parsing;

/// <summary>Chooses how the values of a property become bytes.</summary>
internal static class Codecs
{
    private const string Codec = "global::TypedSessions.SessionCodec.";

    /// <summary>The codec as an expression.</summary>
    public static string Of(IPropertySymbol property, INamedTypeSymbol? jsonContext)
    {
        var type = property.Type.WithoutNullable();
        var codec = Codec + (Scalars.CodecOf(type) ?? (type.TypeKind == TypeKind.Enum ? $"Enum<{TypeNames.Declared(type)}>()" : Json(property, type, jsonContext)));
        return SymbolEqualityComparer.Default.Equals(type, property.Type) ? codec : $"{Codec}OrNull({codec})";
    }

    private static string Json(IPropertySymbol property, ITypeSymbol type, INamedTypeSymbol? context)
    {
        var name = Immutability.IsImmutable(type, property.ContainingAssembly) ? "ImmutableJson" : "Json";
        var metadata = context is null ? "" : TypeNames.Declared(context) + ".Default";
        return $"{name}<{TypeNames.Stored(type)}>({metadata})";
    }
}
