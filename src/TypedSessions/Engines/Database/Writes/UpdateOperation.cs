namespace TypedSessions.Engines.Database;

/// <summary>Applies changes to a record, on top of whatever it has become.</summary>
internal sealed class UpdateOperation(
    DatabaseAccess database, SessionKey key, SessionRecord loaded, SessionChanges changes, CancellationToken cancellationToken)
    : WriteOperation<CommitResult>(cancellationToken)
{
    public override string Attempt => "update a session";

    // A touch only says when the record ends.
    public override bool MayBeDoneTwice => changes.IsTouch;

    public override async ValueTask<bool> TryWithoutTransactionAsync(SessionConnection connection, DateTimeOffset now)
    {
        if (await TryWriteAsync(connection, loaded, now) is not { } applied)
        {
            return false;
        }

        Result = CommitResult.Applied(applied);
        return true;
    }

    public override async ValueTask ExecuteInTransactionAsync(SessionConnection connection, DateTimeOffset now)
    {
        Result = CommitResult.Gone;
        var stored = await connection.LoadAsync(database.Statements.LoadForUpdate, key, CancellationToken.None);
        if (stored is null || stored.HasExpired(now) || !stored.Values.IsReadable)
        {
            return;
        }

        if (changes.IsTouch)
        {
            Result = CommitResult.Merged(stored);
        }
        else if (await TryWriteAsync(connection, stored, now) is { } merged)
        {
            // Nobody changes a row that we hold. One that still does not match is damaged, which counts as gone.
            Result = CommitResult.Merged(merged);
        }
    }

    private async ValueTask<SessionRecord?> TryWriteAsync(
        SessionConnection connection, SessionRecord current, DateTimeOffset now)
    {
        if (!current.Values.IsReadable)
        {
            return null;
        }

        var next = changes.ApplyTo(current);
        var rows = changes.IsTouch
            ? await connection.ExecuteAsync(
                database.Statements.Touch, database.Mapper.Moment(next.Expires), key.ToArray(), current.Version, database.Mapper.Moment(now))
            : await connection.ExecuteAsync(
                database.Statements.Update,
                database.Mapper.Moment(next.Expires),
                next.Version,
                next.Expiry.ToStored(),
                next.Owner,
                database.Mapper.Payload(next),
                key.ToArray(),
                current.Version,
                database.Mapper.Moment(now));
        return rows == 1 ? next : null;
    }
}
