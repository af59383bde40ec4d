using System.Text.Json;

namespace TypedSessions.Models.Merging;

/// <summary>
/// Finds the elements of a list as it was before in the list that another request has stored: by their identity, else at their own
/// position, else by their content.
/// </summary>
internal sealed class ElementLocations(JsonArrays arrays, ElementIdentities identities)
{
    private readonly Dictionary<JsonElement, int> _identified = identities.GetIndex(arrays.Theirs);
    private readonly ILookup<JsonElement, int> _byContent = Enumerable.Range(0, arrays.Theirs.Length)
        .ToLookup(i => arrays.Theirs[i], JsonContent.Comparer);
    private readonly HashSet<int> _found = [];

    /// <summary>Returns the index of an element of the stored list; <see langword="null"/> if it has none.</summary>
    public int? FindIdentified(JsonElement element)
        => identities.Find(element) is { } identity && _identified.TryGetValue(identity, out var index) ? index : null;

    /// <summary>Returns the index of an element that was there before.</summary>
    /// <param name="index">The index of the element before.</param>
    /// <param name="requireUnique">Whether an element of the same content is only found if it is unique.</param>
    public int? Find(int index, bool requireUnique)
    {
        if (identities.Find(arrays.Base[index]) is not null)
        {
            return FindIdentified(arrays.Base[index]);
        }

        var found = FindByContent(index, requireUnique);
        _found.Add(found ?? -1);
        return found;
    }

    private int? FindByContent(int index, bool requireUnique)
    {
        var content = arrays.StoredBase[index];
        if (index < arrays.Theirs.Length && !_found.Contains(index) && JsonElement.DeepEquals(arrays.Theirs[index], content))
        {
            return index;
        }

        var equal = _byContent[content].Where(i => !_found.Contains(i)).Take(2).ToArray();
        return equal.Length == 0 || (requireUnique && equal.Length > 1) ? null : equal[0];
    }
}
