namespace TypedSessions.Models.Merging;

/// <summary>Removes a value because it has expired. If another request has set it again, that value stays.</summary>
internal sealed class ExpiredRemoval : SessionValueMerge
{
    /// <inheritdoc/>
    internal override MergedValue Merge(ReadOnlyMemory<byte>? mine, ReadOnlyMemory<byte>? theirs) => new(theirs);
}
