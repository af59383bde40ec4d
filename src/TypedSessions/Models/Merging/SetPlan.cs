using System.Text.Json;

namespace TypedSessions.Models.Merging;

/// <summary>Merges a set: applies this request's additions and removals.</summary>
internal sealed class SetPlan : JsonPlan
{
    /// <inheritdoc/>
    internal override bool TryMerge(JsonMerger merger, in JsonVersions versions, out JsonElement? merged)
    {
        merged = null;
        if (!JsonArrays.TryCreate(versions, out var arrays))
        {
            return false;
        }

        var mine = arrays.Mine.ToHashSet(JsonContent.Comparer);
        var before = arrays.Base.ToHashSet(JsonContent.Comparer);
        var removed = arrays.StoredBase.Where((_, i) => !mine.Contains(arrays.Base[i])).ToHashSet(JsonContent.Comparer);
        var kept = arrays.Theirs.Where(element => !removed.Contains(element));
        var added = arrays.Mine.Where(element => !before.Contains(element));
        merged = merger.CreateArray([.. kept.Concat(added).Distinct(JsonContent.Comparer)]);
        return true;
    }
}
