using Microsoft.CodeAnalysis;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.Access;

/// <summary>Compares the formats in which types are stored.</summary>
internal static class StoredForm
{
    private const string Text = "Text";
    private const string Json = "Json";

    /// <summary>
    /// Returns whether the formats of two types certainly differ. Text may be JSON; <see langword="false"/> for bytes and unknown types.
    /// </summary>
    public static bool Differs(ITypeSymbol? one, ITypeSymbol? other)
        => GetForm(one) is { } form && GetForm(other) is { } otherForm && form != otherForm && !(IsText(form) && IsText(otherForm));

    private static bool IsText(string form) => form is Text or Json;

    private static string? GetForm(ITypeSymbol? type)
        => type?.WithoutNullable() switch
        {
            null or ITypeParameterSymbol => null,
            { SpecialType: SpecialType.System_Object } or { TypeKind: TypeKind.Dynamic or TypeKind.Error } => null,
            INamedTypeSymbol { TypeKind: TypeKind.Enum, EnumUnderlyingType: { } number } => GetForm(number),
            var value => Scalars.GetCodec(value) is { } codec ? GetScalarForm(codec) : Json,
        };

    // Numbers of one size can read each other's bytes within their common range.
    private static string? GetScalarForm(string codec)
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
