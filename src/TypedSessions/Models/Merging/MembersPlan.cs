using System.Text.Json;

namespace TypedSessions.Models.Merging;

/// <summary>Merges values that are stored as JSON objects, member by member.</summary>
internal abstract class MembersPlan : JsonPlan
{
    /// <summary>Merges the members of objects.</summary>
    protected static bool TryMergeMembers(
        JsonMerger merger, in JsonVersions versions, Func<string, JsonPlan?> getPlan, out JsonElement? merged)
    {
        merged = null;
        var (before, mine, theirs, storedBefore) = versions;
        if (!IsMergeable(before) || !IsMergeable(mine) || !IsMergeable(theirs) || !IsMergeable(storedBefore))
        {
            return false;
        }

        var members = new List<KeyValuePair<string, JsonElement>>();
        foreach (var name in GetNames(theirs).Union(GetNames(mine), StringComparer.Ordinal))
        {
            if (merger.Merge(getPlan(name), versions.GetMember(name)) is { } value)
            {
                members.Add(KeyValuePair.Create(name, value));
            }
        }

        merged = merger.CreateObject(members);
        return true;
    }

    private static IEnumerable<string> GetNames(JsonElement? element) => element!.Value.EnumerateObject().Select(static it => it.Name);

    // References and type discriminators have a meaning beyond their member. Of members with one name, only the last is read.
    private static bool IsMergeable(JsonElement? element)
    {
        if (element is not { ValueKind: JsonValueKind.Object })
        {
            return false;
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        return GetNames(element).All(name => names.Add(name) && name is not ("$type" or "$id" or "$ref"));
    }
}
