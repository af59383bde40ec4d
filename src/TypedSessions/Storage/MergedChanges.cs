namespace TypedSessions.Storage;

/// <summary>The changed values of a commit, merged with the values that are stored.</summary>
internal readonly struct MergedChanges
{
    private MergedChanges(ReadOnlyMemory<SessionValueChange> values) => Values = values;

    /// <summary>Gets the values to store.</summary>
    public ReadOnlyMemory<SessionValueChange> Values { get; private init; }

    /// <summary>Gets the keys whose values another request had changed in the same part; <see langword="null"/> for none.</summary>
    public List<string>? OverlappingKeys { get; private init; }

    /// <summary>Gets a key whose changes cannot be merged; <see langword="null"/> if all can.</summary>
    public string? RefusedKey { get; private init; }

    /// <summary>Merges the changes of a commit with stored values.</summary>
    public static MergedChanges Create(SessionValues stored, SessionChanges changes)
    {
        var values = changes.Values.ToArray();
        string? merged = null;
        List<string>? overlaps = null;
        foreach (ref var change in values.AsSpan())
        {
            if (!change.NeedsMerge(stored, out var theirs))
            {
                continue;
            }

            var result = change.Merge.Merge(change.Value, theirs);
            if (result.IsRefused)
            {
                return new MergedChanges { RefusedKey = change.Key };
            }

            if (result.HasOverlap)
            {
                (overlaps ??= []).Add(change.Key);
            }

            merged ??= change.Key;
            change = new SessionValueChange(change.ValueKey, result.Value);
        }

        // A session that exceeds its limit already may still shrink.
        var size = stored.With(values).Payload.Length;
        return size > changes.MaxSize && size > stored.Payload.Length
            ? new MergedChanges { RefusedKey = merged }
            : new MergedChanges(values) { OverlappingKeys = overlaps };
    }
}
