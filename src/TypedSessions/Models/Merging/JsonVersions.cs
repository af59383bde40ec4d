using System.Text.Json;

namespace TypedSessions.Models.Merging;

/// <summary>The versions of a part of a value; <see langword="null"/> where it is absent.</summary>
/// <param name="Base">The part before this request's change, as this version of the application writes it.</param>
/// <param name="Mine">The part as this request changed it.</param>
/// <param name="Theirs">The part as another request stored it.</param>
/// <param name="StoredBase">The part before both changes, as it was stored, including members that this version does not have.</param>
internal readonly record struct JsonVersions(JsonElement? Base, JsonElement? Mine, JsonElement? Theirs, JsonElement? StoredBase)
{
    private const int DefaultDepth = 64;
    private const int MaxForeignDepth = 1000;

    /// <summary>
    /// Gets whether the value that another request stored is nested deeper than this version of the application can read.
    /// </summary>
    public bool IsTooDeep { get; private init; }

    /// <summary>Parses the versions of a value.</summary>
    /// <returns><see langword="false"/> if one of them is not JSON, or unreadable.</returns>
    public static bool TryParse(in ValueVersions versions, IStoredForm form, JsonSerializerOptions options, out JsonVersions parsed)
    {
        var depth = options.MaxDepth == 0 ? DefaultDepth : options.MaxDepth;
        var absent = form.Default;
        var written = versions.Base is { } stored ? form.Rewrite(stored) : absent;
        parsed = new JsonVersions(
            JsonContent.Parse(written, depth),
            JsonContent.Parse(versions.Mine, depth),
            JsonContent.Parse(versions.Theirs ?? absent, depth),
            JsonContent.Parse(versions.Base ?? absent, depth));
        var isTooDeep = parsed.Theirs is null && JsonContent.Parse(versions.Theirs, MaxForeignDepth) is not null;
        parsed = parsed with { IsTooDeep = isTooDeep };
        return parsed.Mine is not null
            && (parsed.Base is not null || versions.Base is null)
            && (parsed.StoredBase is not null || versions.Base is null)
            && (parsed.Theirs is not null || versions.Theirs is null || isTooDeep);
    }

    /// <summary>Returns the versions of a member.</summary>
    public JsonVersions GetMember(string name)
        => new(Find(Base, name), Find(Mine, name), Find(Theirs, name), Find(StoredBase, name));

    /// <summary>Returns the versions of a collection that this request has set: an absent one counts as empty.</summary>
    public JsonVersions WithEmpty(JsonElement empty)
        => Mine is null ? this : this with { Base = Or(Base, empty), Theirs = Or(Theirs, empty), StoredBase = Or(StoredBase, empty) };

    private static JsonElement? Or(JsonElement? element, JsonElement empty)
        => element is null or { ValueKind: JsonValueKind.Null } ? empty : element;

    private static JsonElement? Find(JsonElement? element, string name)
        => element is { ValueKind: JsonValueKind.Object } parent && parent.TryGetProperty(name, out var member) ? member : null;
}
