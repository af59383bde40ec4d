using Microsoft.CodeAnalysis;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.Shape;

/// <summary>
/// Names types by the form in which they are stored: all lists are <c>list&lt;T&gt;</c>, all dictionaries <c>map&lt;K,V&gt;</c>. Namespaces
/// and the nullability of references do not change what is stored.
/// </summary>
internal static class StoredTypeName
{
    private static readonly SymbolDisplayFormat Short = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypes,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes);

    /// <summary>Returns the type of a property's values, with its codec and its expiry.</summary>
    public static string Create(IPropertySymbol property, AttributeData attribute)
    {
        var type = Create(property.ValueType().WithoutNullable());
        var codec = SessionAttributes.GetCodec(attribute) is { } given ? $" by {given.ToDisplayString(Short)}" : "";
        return type + codec + (SessionAttributes.GetLifetime(attribute) != 0 ? " expires" : "");
    }

    /// <summary>Returns the name of a type.</summary>
    public static string Create(ITypeSymbol type)
    {
        if (!ReferenceEquals(type.WithoutNullable(), type))
        {
            return Create(type.WithoutNullable()) + "?";
        }

        if (Scalars.GetCodec(type) is "Bytes")
        {
            return "byte[]";
        }

        if (type is IArrayTypeSymbol array)
        {
            return $"list<{Create(array.ElementType)}>";
        }

        return type is not INamedTypeSymbol { Arity: > 0 } named ? type.ToDisplayString(Short)
            : Collections.IsDictionary(named) ? $"map<{string.Join(",", named.TypeArguments.Select(Create))}>"
            : IsList(named) ? $"list<{Create(named.TypeArguments[0])}>"
            : $"{named.ToDisplayString(Short)}<{string.Join(",", named.TypeArguments.Select(Create))}>";
    }

    private static bool IsList(INamedTypeSymbol type)
        => type.Arity == 1
            && type.ContainingNamespace.RootName() == "System"
            && (type.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T
                || type.AllInterfaces.Any(static it => it.SpecialType == SpecialType.System_Collections_IEnumerable));
}
