using System.Text.Json;

namespace TypedSessions.Models.Merging;

/// <summary>Merges an object. The members without a plan are units.</summary>
internal sealed class ObjectPlan(ReadOnlySpan<(string Name, SessionMergePlan Plan)> members) : MembersPlan
{
    private readonly (string Name, SessionMergePlan Plan)[] _members = members.ToArray();

    /// <inheritdoc/>
    internal override bool TryMerge(JsonMerger merger, in JsonVersions versions, out JsonElement? merged)
        => TryMergeMembers(
            merger,
            versions,
            name => Array.Find(_members, member => merger.GetName(member.Name, name.Equals) == name).Plan as JsonPlan,
            out merged);
}
