using Microsoft.CodeAnalysis;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.CodeFixes.Declaration;

/// <summary>Creates a unique key for a property whose key is taken.</summary>
internal static class NewKey
{
    /// <summary>Returns whether another property of the model has the key, ignoring case.</summary>
    public static bool IsTakenInModel(IPropertySymbol property)
        => GetOtherKeys(property).Contains(SessionAttributes.GetKey(property), StringComparer.OrdinalIgnoreCase);

    public static bool IsReserved(IPropertySymbol property)
        => SessionAttributes.GetKey(property).StartsWith(KnownNames.ReservedPrefix, StringComparison.Ordinal);

    /// <summary>
    /// Returns a key without the model's prefix: within a model, and for reserved keys, the property's name, numbered if necessary; between
    /// models, the model's name and the existing key.
    /// </summary>
    public static string Create(IPropertySymbol property)
    {
        var prefix = SessionAttributes.GetPrefix(property.ContainingType);
        if (!IsTakenInModel(property) && !IsReserved(property))
        {
            return GetPrefix(property.ContainingType) + SessionAttributes.GetKey(property).Substring(prefix.Length);
        }

        var taken = new HashSet<string>(GetOtherKeys(property), StringComparer.OrdinalIgnoreCase);
        var key = property.Name;
        for (var number = 2; taken.Contains(prefix + key); number++)
        {
            key = property.Name + number;
        }

        return key;
    }

    /// <summary>Returns a prefix for a model: <c>shopCart.</c> for <c>ShopCart</c>.</summary>
    public static string GetPrefix(INamedTypeSymbol model) => char.ToLowerInvariant(model.Name[0]) + model.Name.Substring(1) + ".";

    private static IEnumerable<string> GetOtherKeys(IPropertySymbol property)
        => property.ContainingType.GetMembers().OfType<IPropertySymbol>()
            .Where(other => other.Name != property.Name && SessionAttributes.FindPropertyAttribute(other) is not null)
            .Select(static other => SessionAttributes.GetKey(other));
}
