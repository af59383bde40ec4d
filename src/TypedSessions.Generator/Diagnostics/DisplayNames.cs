using Microsoft.CodeAnalysis;

namespace TypedSessions.Generator.Diagnostics;

/// <summary>Formats names for messages.</summary>
internal static class DisplayNames
{
    private static readonly SymbolDisplayFormat Short = SymbolDisplayFormat.MinimallyQualifiedFormat
        .AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    /// <summary>Returns the name of a property with its type: <c>Cart.Lines</c>.</summary>
    public static string FullName(this IPropertySymbol property) => property.ContainingType.Name + "." + property.Name;

    /// <summary>Returns the minimally qualified name of a type: <c>List&lt;Line&gt;?</c>.</summary>
    public static string ShortName(this ITypeSymbol type) => type.ToDisplayString(Short);
}
