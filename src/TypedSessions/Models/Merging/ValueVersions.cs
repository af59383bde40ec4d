namespace TypedSessions.Models.Merging;

/// <summary>The versions of a value that a merge compares, in their stored forms; <see langword="null"/> for an absent value.</summary>
/// <param name="Base">The value that this request's change was made to.</param>
/// <param name="Mine">The value as this request changed it.</param>
/// <param name="Theirs">The value as another request stored it.</param>
internal readonly record struct ValueVersions(ReadOnlyMemory<byte>? Base, ReadOnlyMemory<byte>? Mine, ReadOnlyMemory<byte>? Theirs);
