using System.Text.Json;

namespace TypedSessions.Models.Merging;

/// <summary>The elements of the versions of an array. Those of the two bases correspond by their index.</summary>
internal readonly record struct JsonArrays(JsonElement[] Base, JsonElement[] Mine, JsonElement[] Theirs, JsonElement[] StoredBase)
{
    private static readonly JsonElement Empty = JsonElement.Parse("[]");

    /// <summary>Gets the elements. An absent array counts as empty.</summary>
    /// <returns><see langword="false"/> if a version is no array, or the bases do not correspond.</returns>
    public static bool TryCreate(in JsonVersions versions, out JsonArrays arrays)
    {
        arrays = default;
        var (before, mine, theirs, storedBefore) = versions.WithEmpty(Empty);
        if (!IsArray(before) || !IsArray(mine) || !IsArray(theirs) || !IsArray(storedBefore)
            || before!.Value.GetArrayLength() != storedBefore!.Value.GetArrayLength())
        {
            return false;
        }

        arrays = new JsonArrays(GetElements(before), GetElements(mine), GetElements(theirs), GetElements(storedBefore));
        return true;
    }

    /// <summary>Returns whether an element has a member of this name.</summary>
    public bool HasMember(string name) => Mine.Concat(Theirs).Any(
        element => element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out _));

    private static bool IsArray(JsonElement? element) => element is { ValueKind: JsonValueKind.Array };

    private static JsonElement[] GetElements(JsonElement? array) => [.. array!.Value.EnumerateArray()];
}
