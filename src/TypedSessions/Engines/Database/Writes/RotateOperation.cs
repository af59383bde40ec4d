namespace TypedSessions.Engines.Database;

/// <summary>Stores a session under a new key, and closes the record that it continues from.</summary>
internal sealed class RotateOperation(
    DatabaseAccess database, SessionKey key, SessionKey newKey, SessionRecord loaded, SessionChanges changes, CancellationToken cancellationToken)
    : WriteOperation<CommitResult>(cancellationToken)
{
    public override string Attempt => "rotate a session";

    public override async ValueTask ExecuteInTransactionAsync(SessionConnection connection, DateTimeOffset now)
    {
        Result = CommitResult.Gone;
        var stored = await connection.LoadAsync(database.Statements.LoadForUpdate, key, CancellationToken.None);
        if (stored is null || stored.HasExpired(now) || !stored.Values.IsReadable)
        {
            return;
        }

        if (!changes.TryRotate(stored, loaded, newKey, now, out var next, out var copy))
        {
            Result = CommitResult.Closed(stored);
            return;
        }

        if (!await CreateOperation.InsertAsync(connection, database, newKey, next))
        {
            throw new SessionEngineException("The database session engine could not rotate a session: the new key is taken.");
        }

        await connection.ExecuteAsync(
            database.Statements.Close,
            database.Mapper.Moment(copy.Expires),
            copy.Version,
            copy.Expiry.ToStored(),
            copy.Closure!.ToBytes(),
            database.Mapper.Payload(copy),
            key.ToArray());
        Result = CommitResult.Committed(next, stored, loaded);
    }
}
