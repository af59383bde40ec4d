using Microsoft.CodeAnalysis;

namespace TypedSessions.Generator.Diagnostics;

/// <summary>Names as people read them in a message.</summary>
internal static class DisplayNames
{
    private static readonly SymbolDisplayFormat Short = SymbolDisplayFormat.MinimallyQualifiedFormat
        .AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    /// <summary><c>Cart.Lines</c>.</summary>
    public static string FullName(this IPropertySymbol property) => property.ContainingType.Name + "." + property.Name;

    /// <summary><c>List&lt;Line&gt;?</c>.</summary>
    public static string ShortName(this ITypeSymbol type) => type.ToDisplayString(Short);
}
