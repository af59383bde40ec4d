using System.Text.Json;

namespace TypedSessions.Models.Merging;

/// <summary>One merge of a value that is stored as JSON.</summary>
/// <param name="naming">The policy that names the members; <see langword="null"/> for the names in code.</param>
internal sealed class JsonMerger(JsonNamingPolicy? naming)
{
    private const int MaxElements = 10_000;

    /// <summary>Gets whether both requests had changed the same part.</summary>
    public bool HasOverlap { get; private set; }

    /// <summary>Gets whether the result would have too many elements.</summary>
    public bool IsRefused { get; private set; }

    /// <summary>Returns the name of a member in JSON, which the policy does not convert if an attribute states it.</summary>
    public string GetName(string name, Func<string, bool> exists)
        => naming?.ConvertName(name) is { } converted && exists(converted) ? converted : name;

    /// <summary>Merges a part of a value: parts that this request did not change stay as another request stored them.</summary>
    /// <param name="plan">The plan for the part; <see langword="null"/> for one unit.</param>
    /// <param name="versions">The versions of the part.</param>
    public JsonElement? Merge(JsonPlan? plan, in JsonVersions versions)
    {
        if (JsonContent.AreEqual(versions.Mine, versions.Base))
        {
            return versions.Theirs;
        }

        return plan is not null && plan.TryMerge(this, versions, out var merged) ? merged : MergeUnit(versions);
    }

    /// <summary>Records that both requests had changed a part, if the stored part differs from the part before both changes.</summary>
    public void RecordOverlap(JsonElement? theirs, JsonElement? storedBase)
        => HasOverlap |= !JsonContent.AreEqual(theirs, storedBase);

    /// <summary>Returns an array of elements.</summary>
    public JsonElement CreateArray(IReadOnlyCollection<JsonElement> elements)
    {
        IsRefused |= elements.Count > MaxElements;
        return JsonContent.Create(writer =>
        {
            writer.WriteStartArray();
            foreach (var element in elements)
            {
                JsonContent.Write(writer, element);
            }

            writer.WriteEndArray();
        });
    }

    /// <summary>Returns an object with these members.</summary>
    public JsonElement CreateObject(IReadOnlyCollection<KeyValuePair<string, JsonElement>> members)
    {
        IsRefused |= members.Count > MaxElements;
        return JsonContent.Create(writer =>
        {
            writer.WriteStartObject();
            foreach (var (name, value) in members)
            {
                writer.WritePropertyName(name);
                JsonContent.Write(writer, value);
            }

            writer.WriteEndObject();
        });
    }

    private JsonElement? MergeUnit(in JsonVersions versions)
    {
        if (!JsonContent.AreEqual(versions.Mine, versions.Theirs))
        {
            RecordOverlap(versions.Theirs, versions.StoredBase);
        }

        return versions.Mine;
    }
}
