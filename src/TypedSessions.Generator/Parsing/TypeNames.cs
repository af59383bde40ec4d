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
    public static string Declared(ITypeSymbol type)
        => Keyword(type.SpecialType) is not { } keyword ? type.ToDisplayString(Global)
            : type.NullableAnnotation == NullableAnnotation.Annotated ? keyword + "?"
            : keyword;

    /// <summary>The type without the <c>?</c> at its end; what stands between angle brackets keeps its own.</summary>
    public static string WithoutQuestionMark(string declared)
        => declared.EndsWith("?", StringComparison.Ordinal) ? declared.Substring(0, declared.Length - 1) : declared;

    // The types of most properties. Displaying a symbol takes a hundred times as long.
    private static string? Keyword(SpecialType type)
        => type switch
        {
            SpecialType.System_Boolean => "bool",
            SpecialType.System_Int32 => "int",
            SpecialType.System_Int64 => "long",
            SpecialType.System_Double => "double",
            SpecialType.System_Decimal => "decimal",
            SpecialType.System_String => "string",
            _ => null,
        };

    /// <summary>Another generic type of the same arity with the type arguments of this one.</summary>
    public static string WithArgumentsOf(INamedTypeSymbol type, string containingNamespace, string name)
        => $"global::{containingNamespace}.{name}<{string.Join(", ", type.TypeArguments.Select(Declared))}>";
}
