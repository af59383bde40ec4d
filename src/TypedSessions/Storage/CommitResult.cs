using System.Diagnostics.CodeAnalysis;

namespace TypedSessions.Storage;

/// <summary>What became of an update or a rotation.</summary>
public enum CommitOutcome
{
    /// <summary>The record is gone (abandoned, revoked, rotated away or expired), and nothing was written.</summary>
    Gone,

    /// <summary>The record was as expected, and now has the changes.</summary>
    Applied,

    /// <summary>Others had changed the record; the changes were applied on top of theirs.</summary>
    Merged,

    /// <summary>
    /// A rotation found that another request has rotated the record; nothing was written, and the answer is the closed copy.
    /// </summary>
    Closed,
}

/// <summary>The answer of an engine to an update or a rotation.</summary>
public readonly struct CommitResult
{
    private CommitResult(CommitOutcome outcome, SessionRecord? record)
    {
        Outcome = outcome;
        Record = record;
    }

    /// <summary>What happened. Trouble of the engine is no outcome, but an exception.</summary>
    public CommitOutcome Outcome { get; }

    /// <summary>The record as it is stored now; <see langword="null"/> when it is gone.</summary>
    public SessionRecord? Record { get; }

    /// <summary>Gets whether nothing was written because the record is gone or closed.</summary>
    [MemberNotNullWhen(false, nameof(Record))]
    public bool IsGone => Outcome is CommitOutcome.Gone or CommitOutcome.Closed;

    /// <summary>The record is gone; nothing was written.</summary>
    public static CommitResult Gone => default;

    /// <summary>The record was as expected.</summary>
    public static CommitResult Applied(SessionRecord record) => new(CommitOutcome.Applied, record);

    /// <summary>The record had been changed by others meanwhile.</summary>
    public static CommitResult Merged(SessionRecord record) => new(CommitOutcome.Merged, record);

    /// <summary>Another request has rotated the record; nothing was written.</summary>
    /// <param name="copy">The closed copy.</param>
    public static CommitResult Closed(SessionRecord copy) => new(CommitOutcome.Closed, copy);

    /// <summary>
    /// The record is stored: as expected where the one that it was made of has the version that was loaded, which a touch leaves.
    /// </summary>
    internal static CommitResult Committed(SessionRecord next, SessionRecord current, SessionRecord loaded)
        => current.Version == loaded.Version ? Applied(next) : Merged(next);
}
