namespace TypedSessions.Engines.Database;

/// <summary>Applies changes to a record, on top of whatever it has become.</summary>
internal sealed class UpdateOperation(
    DatabaseAccess database, SessionKey key, SessionRecord loaded, SessionChanges changes, CancellationToken cancellationToken)
    : WriteOperation<CommitResult>(cancellationToken)
{
    public override string Attempt => "update a session";

    // A touch only says when the record ends.
    public override bool MayBeDoneTwice => changes.IsTouch;

    // It went to the version that was loaded, which it raises.
    public override bool WasUndone => IsDone;

    public SessionKey Key => key;

    /// <summary>
    /// The record to store if no one has changed it since it was loaded; <see langword="null"/> if its values are unreadable.
    /// </summary>
    public SessionRecord? Next { get; } = SessionUpdate.Apply(loaded, loaded, changes, now: DateTimeOffset.MinValue).Record;

    /// <summary>Whether nothing but the values change.</summary>
    public bool ChangesValuesOnly => !changes.IsTouch && Next is not null && ChangesOnlyValues(loaded, Next);

    /// <summary>What <see cref="Next"/> was made of.</summary>
    public SessionRecord Loaded => loaded;

    /// <summary>The bytes to be stored.</summary>
    /// <exception cref="SessionEngineException">They are more than the options allow.</exception>
    public byte[] Payload => database.Mapper.Payload(Next!);

    /// <summary>Whether the write is done.</summary>
    public bool IsDone { get; private set; }

    /// <summary>
    /// Whether <see cref="Next"/> may still be what the record becomes. A write goes to what
    /// ends when it did; a touch to what ends later than now, and may be the second one.
    /// </summary>
    public bool MayBeAsLoaded(DateTimeOffset now) => changes.IsTouch || !loaded.HasExpired(now);

    /// <summary><see cref="Next"/> is stored.</summary>
    public void Accept()
    {
        Result = CommitResult.Applied(Next!);
        IsDone = true;
    }

    public override async ValueTask<bool> TryWithoutTransactionAsync(SessionConnection connection, DateTimeOffset now)
    {
        if (Next is null
            || !MayBeAsLoaded(now)
            || await (changes.IsTouch ? TouchAsync(connection, Next, now) : WriteAsync(connection, loaded, Next)) != 1)
        {
            return false;
        }

        Accept();
        return true;
    }

    public override async ValueTask ExecuteInTransactionAsync(SessionConnection connection, DateTimeOffset now)
    {
        var stored = await connection.LoadAsync(database.Statements.LoadForUpdate, key, CancellationToken.None);
        var update = SessionUpdate.Apply(stored, loaded, changes, now);

        // No one changes a locked row. One that still does not match is damaged, which counts as gone.
        Result = update.Record is not { } next || await WriteAsync(connection, stored!, next) == 1 ? update.Result : CommitResult.Gone;
    }

    private static bool ChangesOnlyValues(SessionRecord current, SessionRecord next)
        => next.Expires == current.Expires && next.Expiry == current.Expiry && next.Owner == current.Owner
            && next.OwnerScheme == current.OwnerScheme && next.Deadline == current.Deadline;

    private Task<int> TouchAsync(SessionConnection connection, SessionRecord next, DateTimeOffset now)
        => connection.ExecuteAsync(database.Statements.Touch, Moment(next.Expires), key.ToArray(), loaded.Version, Moment(now));

    private Task<int> WriteAsync(SessionConnection connection, SessionRecord current, SessionRecord next)
        => ChangesOnlyValues(current, next)
            ? connection.ExecuteAsync(
                database.Statements.UpdateValues, next.Version, database.Mapper.Payload(next), key.ToArray(), current.Version, Moment(current.Expires))
            : connection.ExecuteAsync(
                database.Statements.Update,
                Moment(next.Expires),
                database.Mapper.Moment(next.Deadline),
                next.Version,
                next.Expiry.ToStored(),
                next.Owner,
                next.OwnerScheme,
                database.Mapper.Payload(next),
                key.ToArray(),
                current.Version,
                Moment(current.Expires));

    private object Moment(DateTimeOffset moment) => database.Mapper.Moment(moment);
}
