namespace TypedSessions.Storage;

/// <summary>
/// Merges a change of one key with the value that another request has stored under it since. <see cref="SessionUpdate"/> calls it; an
/// engine only passes it on with the change.
/// </summary>
public abstract class SessionValueMerge
{
    private protected SessionValueMerge()
    {
    }

    /// <summary>
    /// Gets the stored value that the change was made to; <see langword="null"/> if there was none. While it is still stored, the change
    /// is stored as it is.
    /// </summary>
    public ReadOnlyMemory<byte>? Base { get; internal set; }

    /// <summary>Merges a change with another one.</summary>
    /// <param name="mine">The value of this change; <see langword="null"/> if it removes the key.</param>
    /// <param name="theirs">The stored value, which is not <see cref="Base"/>; <see langword="null"/> if there is none.</param>
    internal abstract MergedValue Merge(ReadOnlyMemory<byte>? mine, ReadOnlyMemory<byte>? theirs);
}
