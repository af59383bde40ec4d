using Microsoft.CodeAnalysis;

namespace TypedSessions.Generator.Parsing;

/// <summary>Recognizes collection types with special handling: by System.Text.Json, or in their creation.</summary>
internal static class Collections
{
    public const string Generic = "System.Collections.Generic";
    public const string Immutable = "System.Collections.Immutable";

    /// <summary>Returns whether JSON can read an interface type.</summary>
    public static bool IsReadableInterface(INamedTypeSymbol type)
        => type.TypeKind == TypeKind.Interface && type.ContainingNamespace switch
        {
            var generic when generic.Is(Generic) => IsList(type) || IsSet(type) || IsDictionaryInterface(type),
            var immutable => immutable.Is(Immutable),
        };

    /// <summary>Returns whether a type is one of .NET's dictionaries, class or interface.</summary>
    public static bool IsDictionary(INamedTypeSymbol type)
        => type.Arity == 2
            && type.Name.EndsWith("Dictionary", StringComparison.Ordinal)
            && (type.ContainingNamespace.Is(Generic)
                || type.ContainingNamespace.Is(Immutable)
                || type.ContainingNamespace.Is("System.Collections.Concurrent"));

    /// <summary>Returns whether <c>[]</c> creates an empty collection of the type.</summary>
    public static bool SupportsCollectionExpression(INamedTypeSymbol type)
        => type.MetadataName switch
        {
            "List`1" => type.ContainingNamespace.Is(Generic),
            "ImmutableArray`1" or "ImmutableList`1" or "ImmutableHashSet`1" or "ImmutableSortedSet`1"
                or "ImmutableStack`1" or "ImmutableQueue`1" or "IImmutableList`1" or "IImmutableSet`1"
                or "IImmutableStack`1" or "IImmutableQueue`1" => type.ContainingNamespace.Is(Immutable),
            _ => IsList(type) && type.ContainingNamespace.Is(Generic),
        };

    /// <summary>Returns whether a type is a list that code can change, class or interface.</summary>
    public static bool IsMutableList(INamedTypeSymbol type)
        => (type.MetadataName is "List`1" or "IList`1" or "ICollection`1" && type.ContainingNamespace.Is(Generic))
            || (type.MetadataName is "Collection`1" or "ObservableCollection`1"
                && type.ContainingNamespace.Is("System.Collections.ObjectModel"));

    /// <summary>Returns whether a type is a set that code can change, class or interface.</summary>
    public static bool IsMutableSet(INamedTypeSymbol type)
        => type.MetadataName is "HashSet`1" or "SortedSet`1" or "ISet`1" && type.ContainingNamespace.Is(Generic);

    /// <summary>Returns whether a type is a dictionary that code can change, class or interface.</summary>
    public static bool IsMutableDictionary(INamedTypeSymbol type)
        => type.MetadataName is "Dictionary`2" or "SortedDictionary`2" or "IDictionary`2" && type.ContainingNamespace.Is(Generic);

    public static bool IsImmutableDictionary(INamedTypeSymbol type)
        => type.MetadataName is "ImmutableDictionary`2" or "ImmutableSortedDictionary`2" or "IImmutableDictionary`2"
            && type.ContainingNamespace.Is(Immutable);

    /// <summary>
    /// Returns whether a type is a class of System.Collections.Generic. All have a parameterless constructor, so their members need no
    /// check.
    /// </summary>
    public static bool IsCollectionClass(INamedTypeSymbol type)
        => type is { TypeKind: TypeKind.Class, IsAbstract: false, Arity: > 0 } && type.ContainingNamespace.Is(Generic);

    /// <summary>Returns the class that implements a set or dictionary interface, without type arguments.</summary>
    public static string? GetImplementation(INamedTypeSymbol type)
        => type.TypeKind != TypeKind.Interface || !type.ContainingNamespace.Is(Generic) ? null
            : IsSet(type) ? "HashSet"
            : IsDictionaryInterface(type) ? "Dictionary"
            : null;

    private static bool IsList(INamedTypeSymbol type)
        => type.MetadataName is "IEnumerable`1" or "ICollection`1" or "IList`1" or "IReadOnlyCollection`1" or "IReadOnlyList`1";

    private static bool IsSet(INamedTypeSymbol type) => type.MetadataName is "ISet`1";

    private static bool IsDictionaryInterface(INamedTypeSymbol type) => type.MetadataName is "IDictionary`2" or "IReadOnlyDictionary`2";
}
