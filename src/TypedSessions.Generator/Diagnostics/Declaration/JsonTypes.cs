using Microsoft.CodeAnalysis;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.Declaration;

/// <summary>
/// The types that a <c>JsonSerializerContext</c> may have metadata for: those that it names, and all that can be reached
/// from them. More is counted than the serializer's own generator would, so that what is not here is certainly missing.
/// </summary>
internal sealed class JsonTypes
{
    // A graph that is larger is not worth the time.
    private const int MaxTypes = 5000;

    private readonly HashSet<ISymbol> _types = new(SymbolEqualityComparer.Default);

    private JsonTypes()
    {
    }

    /// <returns>Nothing for a context that names no type: somebody has written it by hand.</returns>
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

    public bool Lacks(ITypeSymbol type) => _types.Count < MaxTypes && !_types.Contains(type);

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
        return IsOfTheFramework(named)
            ? parts
            : parts.Concat([named.BaseType]).Concat(named.AllInterfaces)
                .Concat(named.GetMembers().SelectMany(GetTypes)).Concat(DerivedTypes(named));
    }

    // Its collections are known by what is between their angle brackets.
    private static bool IsOfTheFramework(INamedTypeSymbol type) => type.ContainingNamespace.RootName() is "System";

    private static IEnumerable<ITypeSymbol?> GetTypes(ISymbol member)
        => member switch
        {
            IPropertySymbol property => [property.Type],
            IFieldSymbol field => [field.Type],
            IMethodSymbol { MethodKind: MethodKind.Constructor } constructor => constructor.Parameters.Select(
                static parameter => parameter.Type),
            _ => [],
        };

    private static IEnumerable<ITypeSymbol?> DerivedTypes(INamedTypeSymbol type)
        => type.GetAttributes()
            .Where(static attribute => attribute.AttributeClass.Is(KnownNames.JsonNamespace, "JsonDerivedTypeAttribute")
                && attribute.ConstructorArguments.Length > 0)
            .Select(static attribute => attribute.ConstructorArguments[0].Value as ITypeSymbol);
}
