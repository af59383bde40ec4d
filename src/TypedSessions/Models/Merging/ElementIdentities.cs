using System.Text.Json;

namespace TypedSessions.Models.Merging;

/// <summary>
/// The identities of the elements of a list. One that is the default of its type, or occurs twice in a version of the list, identifies
/// nothing.
/// </summary>
internal sealed class ElementIdentities
{
    private readonly string? _name;
    private readonly HashSet<JsonElement> _ambiguous = new(JsonContent.Comparer);

    /// <summary>Initializes a new instance for the versions of a list.</summary>
    /// <param name="arrays">The versions.</param>
    /// <param name="name">The JSON name of the identifying member; <see langword="null"/> for none.</param>
    public ElementIdentities(in JsonArrays arrays, string? name)
    {
        _name = name;
        if (name is not null)
        {
            FindAmbiguous(arrays.Base);
            FindAmbiguous(arrays.Mine);
            FindAmbiguous(arrays.Theirs);
        }
    }

    /// <summary>Returns the identity of an element; <see langword="null"/> if it has none.</summary>
    public JsonElement? Find(JsonElement element) => Read(element) is { } identity && !_ambiguous.Contains(identity) ? identity : null;

    /// <summary>Returns the index of each identified element of a version.</summary>
    public Dictionary<JsonElement, int> GetIndex(JsonElement[] elements)
    {
        var index = new Dictionary<JsonElement, int>(JsonContent.Comparer);
        for (var i = 0; i < elements.Length; i++)
        {
            if (Find(elements[i]) is { } identity)
            {
                index.Add(identity, i);
            }
        }

        return index;
    }

    private void FindAmbiguous(JsonElement[] elements)
    {
        var found = new HashSet<JsonElement>(JsonContent.Comparer);
        foreach (var element in elements)
        {
            if (Read(element) is { } identity && !found.Add(identity))
            {
                _ambiguous.Add(identity);
            }
        }
    }

    private JsonElement? Read(JsonElement element)
        => _name is not null && element.ValueKind is JsonValueKind.Object && element.TryGetProperty(_name, out var identity)
            && !IsDefault(identity)
            ? identity
            : null;

    private static bool IsDefault(JsonElement identity) => identity.ValueKind switch
    {
        JsonValueKind.String => identity.GetString() is "" || (identity.TryGetGuid(out var guid) && guid == Guid.Empty),
        JsonValueKind.Number => identity.TryGetDouble(out var number) && number == 0,
        _ => true,
    };
}
