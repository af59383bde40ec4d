using Microsoft.CodeAnalysis;

namespace TypedSessions.Generator.Parsing;

/// <summary>Formats types as fully qualified C# source.</summary>
internal static class TypeNames
{
    private static readonly SymbolDisplayFormat Global = SymbolDisplayFormat.FullyQualifiedFormat
        .WithMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers
            | SymbolDisplayMiscellaneousOptions.UseSpecialTypes
            | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    /// <summary>Returns the type as declared: <c>global::Shop.Cart?</c>.</summary>
    public static string GetDeclared(ITypeSymbol type)
        => GetKeyword(type.SpecialType) is not { } keyword ? type.ToDisplayString(Global)
            : type.NullableAnnotation == NullableAnnotation.Annotated ? keyword + "?"
            : keyword;

    /// <summary>Returns the type without the trailing <c>?</c>; type arguments keep theirs.</summary>
    public static string WithoutQuestionMark(string declared)
        => declared.EndsWith("?", StringComparison.Ordinal) ? declared.Substring(0, declared.Length - 1) : declared;

    // The most common types, because displaying a symbol takes a hundred times as long.
    private static string? GetKeyword(SpecialType type)
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

    /// <summary>Returns another generic type with the type arguments of this one.</summary>
    public static string WithTypeArguments(INamedTypeSymbol type, string containingNamespace, string name)
        => $"global::{containingNamespace}.{name}<{string.Join(", ", type.TypeArguments.Select(GetDeclared))}>";
}
