using Microsoft.CodeAnalysis;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.Access;

/// <summary>
/// The keys of all session models that a compilation sees. They are looked up when somebody first asks: most projects use no key by hand.
/// </summary>
internal sealed class ModelKeys(Compilation compilation)
{
    // Publication only: a look-up that is cancelled must not fail for those who come later.
    private readonly Lazy<Dictionary<string, IPropertySymbol>> _properties = new(
        () => Collect(compilation), LazyThreadSafetyMode.PublicationOnly);

    /// <summary>The property that has a key, if there is one that the code can name.</summary>
    public IPropertySymbol? Find(string key, ISymbol user)
        => _properties.Value.TryGetValue(key, out var property) && IsAccessible(property, user) ? property : null;

    /// <summary>Whether any model has the key.</summary>
    public bool Has(string key) => _properties.Value.ContainsKey(key);

    /// <summary>The key that was probably meant, with its property.</summary>
    public KeyValuePair<string, IPropertySymbol>? FindNear(string key)
    {
        KeyValuePair<string, IPropertySymbol>? nearest = null;
        foreach (var entry in _properties.Value)
        {
            if (NearMiss.Is(key, entry.Key) && (nearest is null || string.CompareOrdinal(entry.Key, nearest.Value.Key) < 0))
            {
                nearest = entry;
            }
        }

        return nearest;
    }

    private bool IsAccessible(IPropertySymbol property, ISymbol user)
        => compilation.IsSymbolAccessibleWithin(property, user as INamedTypeSymbol ?? user.ContainingType ?? (ISymbol)compilation.Assembly);

    private static Dictionary<string, IPropertySymbol> Collect(Compilation compilation)
    {
        var properties = new Dictionary<string, IPropertySymbol>(StringComparer.Ordinal);
        var models = SessionModels.Own(compilation, CancellationToken.None)
            .Concat(SessionModels.Referenced(compilation, CancellationToken.None));
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
            if (SessionAttributes.OfProperty(property) is not null && IsKept(property))
            {
                var key = SessionAttributes.Key(property);
                if (!properties.ContainsKey(key))
                {
                    properties.Add(key, property);
                }
            }
        }
    }

    // Whether a property of another assembly is partial cannot be seen, but that assembly was built.
    private static bool IsKept(IPropertySymbol property)
        => property.DeclaringSyntaxReferences.IsEmpty || SessionPropertyRules.Examine(property) == PropertyProblem.None;
}
