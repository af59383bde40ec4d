namespace TypedSessions.Models.Merging;

/// <summary>
/// Removes a former key because its value has moved to the property's own key. If another request has changed it since, that change is
/// lost, which is counted.
/// </summary>
internal sealed class FormerRemoval : SessionValueMerge
{
    /// <inheritdoc/>
    internal override MergedValue Merge(ReadOnlyMemory<byte>? mine, ReadOnlyMemory<byte>? theirs)
        => new(mine, HasOverlap: theirs.HasValue);
}
