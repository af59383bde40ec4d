using Microsoft.CodeAnalysis;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.CodeFixes.Declaration;

/// <summary>Finds a key for a property whose key another one has, too.</summary>
internal static class NewKey
{
    /// <summary>Whether another property of the same model has the key, or one that differs in case only.</summary>
    public static bool IsTakenInModel(IPropertySymbol property)
        => KeysOfOthers(property).Contains(SessionAttributes.Key(property), StringComparer.OrdinalIgnoreCase);

    public static bool IsReserved(IPropertySymbol property)
        => SessionAttributes.Key(property).StartsWith(KnownNames.ReservedPrefix, StringComparison.Ordinal);

    /// <summary>
    /// The key without the prefix of the model: within one model, and for a key of the library's, the property's
    /// name, with a number where that is taken as well; between models the key as it was, after the model's name.
    /// </summary>
    public static string Create(IPropertySymbol property)
    {
        var prefix = SessionAttributes.Prefix(property.ContainingType);
        if (!IsTakenInModel(property) && !IsReserved(property))
        {
            return GetPrefix(property.ContainingType) + SessionAttributes.Key(property).Substring(prefix.Length);
        }

        var taken = new HashSet<string>(KeysOfOthers(property), StringComparer.OrdinalIgnoreCase);
        var key = property.Name;
        for (var number = 2; taken.Contains(prefix + key); number++)
        {
            key = property.Name + number;
        }

        return key;
    }

    /// <summary><c>shopCart.</c> for <c>ShopCart</c>.</summary>
    public static string GetPrefix(INamedTypeSymbol model) => char.ToLowerInvariant(model.Name[0]) + model.Name.Substring(1) + ".";

    private static IEnumerable<string> KeysOfOthers(IPropertySymbol property)
        => property.ContainingType.GetMembers().OfType<IPropertySymbol>()
            .Where(other => other.Name != property.Name && SessionAttributes.OfProperty(other) is not null)
            .Select(static other => SessionAttributes.Key(other));
}
