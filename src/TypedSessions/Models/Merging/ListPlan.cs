using System.Text.Json;

namespace TypedSessions.Models.Merging;

/// <summary>Merges a list.</summary>
/// <param name="identity">The name of the property that identifies an element; <see langword="null"/> for none.</param>
/// <param name="elements">The plan for the elements; <see langword="null"/> if each is one unit.</param>
internal sealed class ListPlan(string? identity, JsonPlan? elements) : JsonPlan
{
    /// <inheritdoc/>
    internal override bool TryMerge(JsonMerger merger, in JsonVersions versions, out JsonElement? merged)
    {
        merged = null;
        if (!JsonArrays.TryCreate(versions, out var arrays))
        {
            return false;
        }

        var identities = new ElementIdentities(arrays, identity is null ? null : merger.GetName(identity, arrays.HasMember));
        if (new ListMerge(merger, elements, arrays, identities).Run() is not { } result)
        {
            return false;
        }

        merged = merger.CreateArray(result);
        return true;
    }
}
