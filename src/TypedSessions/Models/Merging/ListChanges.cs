using System.Text.Json;

namespace TypedSessions.Models.Merging;

/// <summary>
/// The changes of a request to a list: which elements before correspond to which after. Elements correspond by their identity, by their
/// content, or by their place.
/// </summary>
internal sealed class ListChanges
{
    private const int None = -1;

    private readonly int[] _after;
    private readonly int[] _before;

    /// <summary>Compares a list before and after the change.</summary>
    public ListChanges(JsonElement[] before, JsonElement[] after, ElementIdentities identities)
    {
        _after = new int[before.Length];
        _before = new int[after.Length];
        Array.Fill(_after, None);
        Array.Fill(_before, None);
        MatchByIdentity(before, identities.GetIndex(after), identities);
        MatchByContent(before, after, identities);
        MatchByPlace(before, after, identities);
    }

    /// <summary>Gets whether elements changed their order.</summary>
    public bool HasMoves
    {
        get
        {
            var kept = _before.Where(static index => index != None).ToArray();
            return kept.Zip(kept.Skip(1)).Any(static pair => pair.First > pair.Second);
        }
    }

    /// <summary>Returns the index after the change of an element; <see langword="null"/> if it was removed.</summary>
    public int? FindAfter(int before) => _after[before] == None ? null : _after[before];

    /// <summary>Returns whether an element was added.</summary>
    public bool IsAdded(int after) => _before[after] == None;

    private void MatchByIdentity(JsonElement[] before, Dictionary<JsonElement, int> after, ElementIdentities identities)
    {
        for (var i = 0; i < before.Length; i++)
        {
            if (identities.Find(before[i]) is { } identity && after.TryGetValue(identity, out var index))
            {
                Match(i, index);
            }
        }
    }

    private void MatchByContent(JsonElement[] before, JsonElement[] after, ElementIdentities identities)
    {
        var remaining = new Dictionary<JsonElement, Queue<int>>(JsonContent.Comparer);
        foreach (var i in GetUnmatched(before, _after, identities))
        {
            remaining.TryAdd(before[i], new Queue<int>());
            remaining[before[i]].Enqueue(i);
        }

        foreach (var j in GetUnmatched(after, _before, identities))
        {
            if (remaining.TryGetValue(after[j], out var equal) && equal.TryDequeue(out var i))
            {
                Match(i, j);
            }
        }
    }

    // A changed element follows the same element as before the change.
    private void MatchByPlace(JsonElement[] before, JsonElement[] after, ElementIdentities identities)
    {
        foreach (var i in GetUnmatched(before, _after, identities).ToArray())
        {
            var place = i == 0 ? 0 : _after[i - 1] == None ? None : _after[i - 1] + 1;
            if (place != None && place < after.Length && _before[place] == None && identities.Find(after[place]) is null)
            {
                Match(i, place);
            }
        }
    }

    private static IEnumerable<int> GetUnmatched(JsonElement[] elements, int[] matches, ElementIdentities identities)
        => Enumerable.Range(0, elements.Length).Where(i => matches[i] == None && identities.Find(elements[i]) is null);

    private void Match(int before, int after) => (_after[before], _before[after]) = (after, before);
}
