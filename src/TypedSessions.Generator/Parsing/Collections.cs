using Microsoft.CodeAnalysis;

namespace TypedSessions.Generator.Parsing;

/// <summary>The collection types that System.Text.Json reads although they are abstract, or that are made in a way of their own.</summary>
internal static class Collections
{
    public const string Generic = "System.Collections.Generic";
    public const string Immutable = "System.Collections.Immutable";

    /// <summary>Whether a JSON reader knows a class for this interface.</summary>
    public static bool IsReadableInterface(INamedTypeSymbol type)
        => type.TypeKind == TypeKind.Interface && type.ContainingNamespace switch
        {
            var generic when generic.Is(Generic) => IsList(type) || IsSet(type) || IsDictionaryInterface(type),
            var immutable => immutable.Is(Immutable),
        };

    /// <summary>Whether a type is one of .NET's dictionaries, class or interface.</summary>
    public static bool IsDictionary(INamedTypeSymbol type)
        => type.Arity == 2
            && type.Name.EndsWith("Dictionary", StringComparison.Ordinal)
            && (type.ContainingNamespace.Is(Generic)
                || type.ContainingNamespace.Is(Immutable)
                || type.ContainingNamespace.Is("System.Collections.Concurrent"));

    /// <summary>Whether <c>[]</c> makes an empty one.</summary>
    public static bool IsMadeFromBrackets(INamedTypeSymbol type)
        => type.MetadataName switch
        {
            "List`1" => type.ContainingNamespace.Is(Generic),
            "ImmutableArray`1" or "ImmutableList`1" or "ImmutableHashSet`1" or "ImmutableSortedSet`1"
                or "ImmutableStack`1" or "ImmutableQueue`1" or "IImmutableList`1" or "IImmutableSet`1"
                or "IImmutableStack`1" or "IImmutableQueue`1" => type.ContainingNamespace.Is(Immutable),
            _ => IsList(type) && type.ContainingNamespace.Is(Generic),
        };

    public static bool IsImmutableDictionary(INamedTypeSymbol type)
        => type.MetadataName is "ImmutableDictionary`2" or "ImmutableSortedDictionary`2" or "IImmutableDictionary`2"
            && type.ContainingNamespace.Is(Immutable);

    /// <summary>
    /// Whether a type is one of .NET's everyday collection classes. They all can be
    /// made from nothing; this saves looking through their members.
    /// </summary>
    public static bool IsClass(INamedTypeSymbol type)
        => type is { TypeKind: TypeKind.Class, IsAbstract: false, Arity: > 0 } && type.ContainingNamespace.Is(Generic);

    /// <summary>The class behind a set or dictionary interface, without its type arguments.</summary>
    public static string? ClassBehind(INamedTypeSymbol type)
        => type.TypeKind != TypeKind.Interface || !type.ContainingNamespace.Is(Generic) ? null
            : IsSet(type) ? "HashSet"
            : IsDictionaryInterface(type) ? "Dictionary"
            : null;

    private static bool IsList(INamedTypeSymbol type)
        => type.MetadataName is "IEnumerable`1" or "ICollection`1" or "IList`1" or "IReadOnlyCollection`1" or "IReadOnlyList`1";

    private static bool IsSet(INamedTypeSymbol type) => type.MetadataName is "ISet`1";

    private static bool IsDictionaryInterface(INamedTypeSymbol type) => type.MetadataName is "IDictionary`2" or "IReadOnlyDictionary`2";
}
