using System.Text.Json;

namespace TypedSessions.Models.Merging;

/// <summary>Merges a dictionary, entry by entry.</summary>
internal sealed class DictionaryPlan(JsonPlan? values) : MembersPlan
{
    private static readonly JsonElement Empty = JsonElement.Parse("{}");

    /// <inheritdoc/>
    internal override bool TryMerge(JsonMerger merger, in JsonVersions versions, out JsonElement? merged)
        => TryMergeMembers(merger, versions.WithEmpty(Empty), _ => values, out merged);
}
