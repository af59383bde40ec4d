using Microsoft.CodeAnalysis;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.Access;

/// <summary>Whether a value that is stored as one type can be read as another.</summary>
internal static class StoredForm
{
    private const string Text = "Text";
    private const string Json = "Json";

    /// <summary>Whether it certainly cannot. Text may be JSON, and of bytes and types that are not known nothing is said.</summary>
    public static bool Differs(ITypeSymbol? one, ITypeSymbol? other)
        => Create(one) is { } form && Create(other) is { } otherForm && form != otherForm && !(IsText(form) && IsText(otherForm));

    private static bool IsText(string form) => form is Text or Json;

    private static string? Create(ITypeSymbol? type)
        => type?.WithoutNullable() switch
        {
            null or ITypeParameterSymbol => null,
            { SpecialType: SpecialType.System_Object } or { TypeKind: TypeKind.Dynamic or TypeKind.Error } => null,
            INamedTypeSymbol { TypeKind: TypeKind.Enum, EnumUnderlyingType: { } number } => Create(number),
            var value => Scalars.GetCodec(value) is { } codec ? OfScalar(codec) : Json,
        };

    // Numbers of one size read each other's bytes, as far as both have the number.
    private static string? OfScalar(string codec)
        => codec switch
        {
            "Bytes" => null,
            "String" or "Uri" => Text,
            "Boolean" or "SByte" => "Byte",
            "UInt16" or "Char" => "Int16",
            "UInt32" => "Int32",
            "UInt64" or "IntPtr" or "UIntPtr" => "Int64",
            "UInt128" => "Int128",
            _ => codec,
        };
}
