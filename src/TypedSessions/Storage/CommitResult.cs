using System.Diagnostics.CodeAnalysis;

namespace TypedSessions.Storage;

/// <summary>The outcome of an update or a rotation.</summary>
public enum CommitOutcome
{
    /// <summary>The record no longer exists: it was removed, rotated away, or has expired. Nothing was written.</summary>
    Gone,

    /// <summary>The record was as it was loaded, or had been touched only. The changes were applied to it.</summary>
    Applied,

    /// <summary>Others had changed the record. The changes were applied on top of theirs.</summary>
    Merged,

    /// <summary>A rotation found a closed copy that it must not continue from. Nothing was written.</summary>
    Closed,

    /// <summary>Others had changed a value in a way that cannot be merged with the changes. Nothing was written.</summary>
    Conflict,

    /// <summary>The user has as many sessions as allowed. Nothing was written.</summary>
    LimitReached,
}

/// <summary>The result of an update or a rotation. Errors of the engine are exceptions, not results.</summary>
public readonly struct CommitResult
{
    private CommitResult(CommitOutcome outcome, SessionRecord? record)
    {
        Outcome = outcome;
        Record = record;
    }

    /// <summary>Gets the outcome.</summary>
    public CommitOutcome Outcome { get; }

    /// <summary>
    /// Gets the record as it is now stored, after a rotation under the new key; the closed copy for <see cref="CommitOutcome.Closed"/>; the
    /// record that others have changed for <see cref="CommitOutcome.Conflict"/>; <see langword="null"/> for
    /// <see cref="CommitOutcome.Gone"/> and <see cref="CommitOutcome.LimitReached"/>.
    /// </summary>
    public SessionRecord? Record { get; }

    /// <summary>
    /// Gets the keys whose values others had changed in the same part, which was overwritten; for <see cref="CommitOutcome.Conflict"/> the
    /// key that cannot be merged. Usually empty.
    /// </summary>
    public IReadOnlyList<string> ConflictingKeys { get => field ?? []; private init; }

    /// <summary>Gets the sessions that ended because the user had more than allowed. Usually empty.</summary>
    public IReadOnlyList<SignedInSession> EndedSessions { get => field ?? []; private init; }

    /// <summary>Gets whether the changes were written.</summary>
    [MemberNotNullWhen(true, nameof(Record))]
    public bool IsStored => Outcome is CommitOutcome.Applied or CommitOutcome.Merged;

    /// <summary>Gets whether nothing was written because the record is gone or closed.</summary>
    public bool IsGone => Outcome is CommitOutcome.Gone or CommitOutcome.Closed;

    /// <summary>Gets the result for a record that is gone.</summary>
    public static CommitResult Gone => default;

    /// <summary>Returns the result for a record that was as it was loaded.</summary>
    public static CommitResult Applied(SessionRecord record) => new(CommitOutcome.Applied, record);

    /// <summary>Returns the result for a record that others had changed.</summary>
    public static CommitResult Merged(SessionRecord record) => new(CommitOutcome.Merged, record);

    /// <summary>Returns the result for changes that cannot be merged with those of others.</summary>
    /// <param name="record">The record that others have changed.</param>
    /// <param name="key">The key of the value that cannot be merged.</param>
    public static CommitResult Conflict(SessionRecord record, string key)
        => new(CommitOutcome.Conflict, record) { ConflictingKeys = [key] };

    /// <summary>Returns the result for a rotation that must not continue from a closed copy.</summary>
    /// <param name="copy">The closed copy.</param>
    public static CommitResult Closed(SessionRecord copy) => new(CommitOutcome.Closed, copy);

    /// <summary>Gets the result for a user who has as many sessions as allowed.</summary>
    public static CommitResult LimitReached { get; } = new(CommitOutcome.LimitReached, null);

    /// <summary>Returns this result with the sessions that ended because the user had more than allowed.</summary>
    /// <param name="sessions">The sessions.</param>
    public CommitResult WithEnded(IReadOnlyList<SignedInSession> sessions) => this with { EndedSessions = sessions };

    /// <summary>Returns this result with the keys whose values others had changed in the same part.</summary>
    internal CommitResult WithOverlaps(IReadOnlyList<string>? keys) => keys is null ? this : this with { ConflictingKeys = keys };
}
