using Microsoft.CodeAnalysis;

namespace TypedSessions.Generator.Parsing;

/// <summary>Lists the types that the runtime library encodes without JSON.</summary>
internal static class Scalars
{
    /// <summary>Returns the member of <c>SessionCodec</c> that stores a type; <see langword="null"/> if there is none.</summary>
    public static string? GetCodec(ITypeSymbol type)
        => type.SpecialType switch
        {
            SpecialType.System_Boolean => "Boolean",
            SpecialType.System_Byte => "Byte",
            SpecialType.System_SByte => "SByte",
            SpecialType.System_Int16 => "Int16",
            SpecialType.System_UInt16 => "UInt16",
            SpecialType.System_Int32 => "Int32",
            SpecialType.System_UInt32 => "UInt32",
            SpecialType.System_Int64 => "Int64",
            SpecialType.System_UInt64 => "UInt64",
            SpecialType.System_IntPtr => "IntPtr",
            SpecialType.System_UIntPtr => "UIntPtr",
            SpecialType.System_Single => "Single",
            SpecialType.System_Double => "Double",
            SpecialType.System_Decimal => "Decimal",
            SpecialType.System_Char => "Char",
            SpecialType.System_String => "String",
            SpecialType.System_DateTime => "DateTime",
            SpecialType.None => GetSystemCodec(type),
            _ => null,
        };

    /// <summary>Returns whether values of a type can be added up.</summary>
    public static bool IsNumeric(ITypeSymbol type)
        => GetCodec(type) is "Byte" or "SByte" or "Int16" or "UInt16" or "Int32" or "UInt32" or "Int64" or "UInt64" or "Int128"
            or "UInt128" or "IntPtr" or "UIntPtr" or "Half" or "Single" or "Double" or "Decimal";

    private static string? GetSystemCodec(ITypeSymbol type)
        => type switch
        {
            IArrayTypeSymbol { IsSZArray: true, ElementType.SpecialType: SpecialType.System_Byte } => "Bytes",
            INamedTypeSymbol { ContainingType: null } named when IsScalarName(named.MetadataName)
                && named.ContainingNamespace.Is("System") => named.MetadataName,
            _ => null,
        };

    private static bool IsScalarName(string name)
        => name is "Guid" or "DateTimeOffset" or "DateOnly" or "TimeOnly" or "TimeSpan" or "Uri" or "Half" or "Int128" or "UInt128";
}
