namespace TypedSessions;

/// <summary>Specifies what happens if two requests change the same property at the same time.</summary>
public enum SessionMerge
{
    /// <summary>
    /// The type decides: <see cref="ThreeWay"/> for lists, sets, dictionaries and mutable classes, <see cref="LastWins"/> for all others.
    /// </summary>
    Default,

    /// <summary>The later commit replaces the value as a whole.</summary>
    LastWins,

    /// <summary>
    /// Both changes are kept: elements, entries and members that only one request changed. If both changed the same part, the later commit
    /// replaces that part. For lists, sets, dictionaries and mutable classes that are stored as JSON.
    /// </summary>
    ThreeWay,

    /// <summary>
    /// The differences add up: a counter that two requests raise by one rises by two. An overflow is a conflict. For numeric types.
    /// </summary>
    Sum,

    /// <summary>The later commit throws <see cref="SessionConflictException"/> and stores nothing.</summary>
    Fail,
}
