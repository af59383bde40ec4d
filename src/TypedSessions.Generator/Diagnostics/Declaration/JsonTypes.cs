using Microsoft.CodeAnalysis;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.Declaration;

/// <summary>
/// The types that a <c>JsonSerializerContext</c> may have metadata for: the types it names and all types reachable from them. Includes more
/// than the serializer's generator, so that a type that is absent is certainly missing.
/// </summary>
internal sealed class JsonTypes
{
    // Larger graphs are not analyzed.
    private const int MaxTypes = 5000;

    private readonly HashSet<ISymbol> _types = new(SymbolEqualityComparer.Default);

    private JsonTypes()
    {
    }

    /// <returns><see langword="null"/> for a context without attributes.</returns>
    public static JsonTypes? From(INamedTypeSymbol context)
    {
        var types = new JsonTypes();
        for (var current = context; current is not null; current = current.BaseType)
        {
            foreach (var attribute in current.GetAttributes())
            {
                if (attribute.AttributeClass.Is(KnownNames.JsonNamespace, "JsonSerializableAttribute")
                    && attribute.ConstructorArguments.Length == 1)
                {
                    types.AddAll(attribute.ConstructorArguments[0].Value as ITypeSymbol);
                }
            }
        }

        return types._types.Count == 0 ? null : types;
    }

    public bool IsMissing(ITypeSymbol type) => _types.Count < MaxTypes && !_types.Contains(type);

    private void AddAll(ITypeSymbol? root)
    {
        var open = new Stack<ITypeSymbol?>([root]);
        while (open.Count > 0 && _types.Count < MaxTypes)
        {
            if (open.Pop() is { } type && _types.Add(type))
            {
                foreach (var part in GetParts(type))
                {
                    open.Push(part);
                }
            }
        }
    }

    private static IEnumerable<ITypeSymbol?> GetParts(ITypeSymbol type)
    {
        if (type is IArrayTypeSymbol array)
        {
            return [array.ElementType];
        }

        if (type is not INamedTypeSymbol named)
        {
            return [];
        }

        var parts = named.TypeArguments.AsEnumerable<ITypeSymbol?>();
        return IsFrameworkType(named)
            ? parts
            : parts.Concat([named.BaseType]).Concat(named.AllInterfaces)
                .Concat(named.GetMembers().SelectMany(GetTypes)).Concat(GetDerivedTypes(named));
    }

    // The type arguments of .NET's collections are enough.
    private static bool IsFrameworkType(INamedTypeSymbol type) => type.ContainingNamespace.RootName() is "System";

    private static IEnumerable<ITypeSymbol?> GetTypes(ISymbol member)
        => member switch
        {
            IPropertySymbol property => [property.Type],
            IFieldSymbol field => [field.Type],
            IMethodSymbol { MethodKind: MethodKind.Constructor } constructor => constructor.Parameters.Select(
                static parameter => parameter.Type),
            _ => [],
        };

    private static IEnumerable<ITypeSymbol?> GetDerivedTypes(INamedTypeSymbol type)
        => type.GetAttributes()
            .Where(static attribute => attribute.AttributeClass.Is(KnownNames.JsonNamespace, "JsonDerivedTypeAttribute")
                && attribute.ConstructorArguments.Length > 0)
            .Select(static attribute => attribute.ConstructorArguments[0].Value as ITypeSymbol);
}
