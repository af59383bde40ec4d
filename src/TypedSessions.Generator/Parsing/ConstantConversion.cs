using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace TypedSessions.Generator.Parsing;

/// <summary>Converts an attribute's constant to an expression of a property's type, as C# converts literals.</summary>
internal static class ConstantConversion
{
    /// <returns>The expression; <see langword="null"/> if the constant does not convert.</returns>
    public static string? Convert(TypedConstant constant, ITypeSymbol type)
        => constant switch
        {
            { Kind: TypedConstantKind.Enum } => SymbolEqualityComparer.Default.Equals(constant.Type, type)
                ? EnumValue(constant.Value!, (INamedTypeSymbol)type)
                : null,
            { Kind: TypedConstantKind.Primitive } => Primitive(constant.Value!, type),
            _ => null,
        };

    private static string? Primitive(object value, ITypeSymbol type)
        => (value, type) switch
        {
            (_, INamedTypeSymbol { TypeKind: TypeKind.Enum } named) => IsInteger(value)
                && Number(value, named.EnumUnderlyingType!) is not null
                ? EnumValue(value, named)
                : null,
            (string text, { SpecialType: SpecialType.System_String }) => SymbolDisplay.FormatLiteral(text, quote: true),
            (char letter, { SpecialType: SpecialType.System_Char }) => SymbolDisplay.FormatLiteral(letter, quote: true),
            (bool truth, { SpecialType: SpecialType.System_Boolean }) => truth ? "true" : "false",
            (string or char or bool, _) => null,
            _ => Number(value, type),
        };

    private static string EnumValue(object value, INamedTypeSymbol type)
    {
        var name = TypeNames.GetDeclared(type);
        foreach (var member in type.GetMembers())
        {
            if (member is IFieldSymbol { HasConstantValue: true } field && Invariant(field.ConstantValue!) == Invariant(value))
            {
                return name + "." + Identifiers.Escape(field.Name);
            }
        }

        return $"({name})({Invariant(value)})";
    }

    private static string? Number(object value, ITypeSymbol type)
        => type.SpecialType switch
        {
            SpecialType.System_SByte => Whole(value, sbyte.MinValue, (ulong)sbyte.MaxValue),
            SpecialType.System_Byte => Whole(value, 0, byte.MaxValue),
            SpecialType.System_Int16 => Whole(value, short.MinValue, (ulong)short.MaxValue),
            SpecialType.System_UInt16 => Whole(value, 0, ushort.MaxValue),
            SpecialType.System_Int32 or SpecialType.System_IntPtr => Whole(value, int.MinValue, int.MaxValue),
            SpecialType.System_UInt32 or SpecialType.System_UIntPtr => Whole(value, 0, uint.MaxValue),
            SpecialType.System_Int64 => Whole(value, long.MinValue, long.MaxValue),
            SpecialType.System_UInt64 => Whole(value, 0, ulong.MaxValue),
            SpecialType.System_Single => Single(value),
            SpecialType.System_Double => Double(value),
            SpecialType.System_Decimal => Decimal(value),
            SpecialType.None => Scalars.GetCodec(type) switch
            {
                "Int128" => Whole(value, long.MinValue, ulong.MaxValue),
                "UInt128" => Whole(value, 0, ulong.MaxValue),
                "Half" => Double(value) is { } number ? $"({TypeNames.GetDeclared(type)})({number})" : null,
                _ => null,
            },
            _ => null,
        };

    private static bool IsInteger(object value) => value is sbyte or byte or short or ushort or int or uint or long or ulong;

    private static string? Whole(object value, long min, ulong max)
        => value switch
        {
            ulong big => big <= max ? Invariant(big) : null,
            _ when !IsInteger(value) => null,
            _ => System.Convert.ToInt64(value, CultureInfo.InvariantCulture) is var number
                && number >= min
                && (number < 0 || (ulong)number <= max)
                ? Invariant(number)
                : null,
        };

    private static string? Single(object value)
    {
        var number = System.Convert.ToSingle(value, CultureInfo.InvariantCulture);
        return float.IsNaN(number) ? "float.NaN"
            : !float.IsInfinity(number) ? number.ToString("R", CultureInfo.InvariantCulture) + "f"
            : value is double finite && !double.IsInfinity(finite) ? null
            : number > 0 ? "float.PositiveInfinity" : "float.NegativeInfinity";
    }

    private static string? Double(object value)
    {
        // Converts a float by its digits: 0.1F becomes 0.1.
        var number = value is float single && !float.IsNaN(single) && !float.IsInfinity(single)
            ? double.Parse(single.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)
            : System.Convert.ToDouble(value, CultureInfo.InvariantCulture);
        return double.IsNaN(number) ? "double.NaN"
            : double.IsInfinity(number) ? number > 0 ? "double.PositiveInfinity" : "double.NegativeInfinity"
            : number.ToString("R", CultureInfo.InvariantCulture) + "d";
    }

    private static string? Decimal(object value)
        => decimal.TryParse(Invariant(value), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number.ToString(CultureInfo.InvariantCulture) + "m"
            : null;

    private static string Invariant(object value)
        => value is float or double
            ? ((IFormattable)value).ToString("R", CultureInfo.InvariantCulture)
            : System.Convert.ToString(value, CultureInfo.InvariantCulture)!;
}
