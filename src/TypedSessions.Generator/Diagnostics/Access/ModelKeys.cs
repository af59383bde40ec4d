using Microsoft.CodeAnalysis;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.Access;

/// <summary>
/// The keys of all session models that a compilation references. Computed on first use, because most projects use no key as a string.
/// </summary>
internal sealed class ModelKeys
{
    private readonly Compilation _compilation;
    private readonly Lazy<Dictionary<string, IPropertySymbol>> _properties;

    // The keys of the maps.
    private readonly Lazy<string[]> _patterns;

    public ModelKeys(Compilation compilation)
    {
        _compilation = compilation;

        // PublicationOnly: a canceled computation must not fail later callers.
        _properties = new(() => Collect(compilation), LazyThreadSafetyMode.PublicationOnly);
        _patterns = new(
            () => [.. _properties.Value.Where(static entry => SessionMaps.IsMap(entry.Value.Type)).Select(static entry => entry.Key)],
            LazyThreadSafetyMode.PublicationOnly);
    }

    /// <summary>
    /// Returns the property of a key, or the map that has it as the key of an item, if it is accessible at <paramref name="user"/>;
    /// otherwise <see langword="null"/>.
    /// </summary>
    public IPropertySymbol? Find(string key, ISymbol user)
        => (_properties.Value.TryGetValue(key, out var property) ? property : FindMap(key)) is { } found && IsAccessible(found, user)
            ? found
            : null;

    /// <summary>Returns whether any model has the key, or a map that it can be an item's key of.</summary>
    public bool Contains(string key)
        => _properties.Value.ContainsKey(key)
            || _patterns.Value.Any(pattern => SessionMaps.IsItem(pattern, key));

    /// <summary>Returns the key that was probably meant, with its property; <see langword="null"/> if no key is similar.</summary>
    public KeyValuePair<string, IPropertySymbol>? FindNear(string key)
    {
        KeyValuePair<string, IPropertySymbol>? nearest = null;
        foreach (var entry in _properties.Value)
        {
            if (NearMiss.IsNearMiss(key, entry.Key) && (nearest is null || string.CompareOrdinal(entry.Key, nearest.Value.Key) < 0))
            {
                nearest = entry;
            }
        }

        return nearest;
    }

    // A key that fits two maps has no certain type.
    private IPropertySymbol? FindMap(string key)
    {
        var maps = _patterns.Value.Where(pattern => SessionMaps.HasItem(_properties.Value[pattern], pattern, key)).Take(2).ToArray();
        return maps.Length == 1 ? _properties.Value[maps[0]] : null;
    }

    private bool IsAccessible(IPropertySymbol property, ISymbol user)
        => _compilation.IsSymbolAccessibleWithin(
            property, user as INamedTypeSymbol ?? user.ContainingType ?? (ISymbol)_compilation.Assembly);

    private static Dictionary<string, IPropertySymbol> Collect(Compilation compilation)
    {
        var properties = new Dictionary<string, IPropertySymbol>(StringComparer.Ordinal);
        var models = SessionModels.GetDeclared(compilation, CancellationToken.None)
            .Concat(SessionModels.GetReferenced(compilation, CancellationToken.None));
        foreach (var model in models)
        {
            Add(model, properties);
        }

        return properties;
    }

    private static void Add(INamedTypeSymbol model, Dictionary<string, IPropertySymbol> properties)
    {
        foreach (var property in model.GetMembers().OfType<IPropertySymbol>())
        {
            if (SessionAttributes.FindPropertyAttribute(property) is not null && IsKept(property))
            {
                var key = SessionAttributes.GetKey(property);
                if (!properties.ContainsKey(key))
                {
                    properties.Add(key, property);
                }
            }
        }
    }

    // A referenced assembly does not show whether a property is partial, but it compiled.
    private static bool IsKept(IPropertySymbol property)
        => property.DeclaringSyntaxReferences.IsEmpty || SessionPropertyRules.Examine(property) == PropertyProblem.None;
}
