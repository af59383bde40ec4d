using TypedSessions.Sessions;

namespace TypedSessions.Models;

/// <summary>The pattern of the keys of a map's items: <c>cart-{0}</c>.</summary>
internal static class KeyPattern
{
    private const string Placeholder = "{0}";

    /// <summary>Returns whether a key has a placeholder for the keys of items.</summary>
    public static bool IsPattern(string key) => key.Contains(Placeholder, StringComparison.Ordinal);

    /// <summary>Returns the key of an item.</summary>
    public static string Format(string pattern, string item) => pattern.Replace(Placeholder, item, StringComparison.Ordinal);

    /// <summary>Removes a retired key from a session, or the keys of the items of a retired map.</summary>
    public static void RemoveRetired(string key, IValueStore store)
    {
        foreach (var found in IsPattern(key) ? [.. store.Keys.Where(item => FindItem(key, item) is not null)] : (string[])[key])
        {
            store.Remove(found);
        }
    }

    /// <summary>Returns the item of a key; <see langword="null"/> if the key does not match the pattern.</summary>
    public static string? FindItem(string pattern, string key)
    {
        var start = pattern.IndexOf(Placeholder, StringComparison.Ordinal);
        if (start < 0)
        {
            return null;
        }

        var end = pattern.Length - start - Placeholder.Length;
        return key.Length >= start + end
            && key.AsSpan().StartsWith(pattern.AsSpan(0, start))
            && key.AsSpan().EndsWith(pattern.AsSpan(pattern.Length - end))
                ? key[start..^end]
                : null;
    }
}
