using Microsoft.CodeAnalysis;

namespace TypedSessions.Generator.Parsing;

/// <summary>Writes types so that they mean the same in every file.</summary>
internal static class TypeNames
{
    private static readonly SymbolDisplayFormat Global = SymbolDisplayFormat.FullyQualifiedFormat
        .WithMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers
            | SymbolDisplayMiscellaneousOptions.UseSpecialTypes
            | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    /// <summary>The type as the user declared it: <c>global::Shop.Cart?</c>.</summary>
    public static string Declared(ITypeSymbol type) => type.ToDisplayString(Global);

    /// <summary>The type without the <c>?</c> of a reference type; what stands between angle brackets keeps its own.</summary>
    public static string Stored(ITypeSymbol type)
        => Declared(type.IsValueType ? type : type.WithNullableAnnotation(NullableAnnotation.NotAnnotated));

    /// <summary>Another generic type of the same arity with the type arguments of this one.</summary>
    public static string WithArgumentsOf(INamedTypeSymbol type, string containingNamespace, string name)
        => $"global::{containingNamespace}.{name}<{string.Join(", ", type.TypeArguments.Select(Declared))}>";
}
