namespace TypedSessions.Storage;

/// <summary>The result of merging two changes of one key.</summary>
/// <param name="Value">The value to store; <see langword="null"/> for none.</param>
/// <param name="HasOverlap">Whether both had changed the same part, so that the later change replaced the earlier one there.</param>
internal readonly record struct MergedValue(ReadOnlyMemory<byte>? Value, bool HasOverlap = false)
{
    /// <summary>Gets the result of two changes that cannot be merged, so that the later commit is refused.</summary>
    public static MergedValue Refused { get; } = new() { IsRefused = true };

    /// <summary>Gets whether the changes cannot be merged.</summary>
    public bool IsRefused { get; private init; }
}
