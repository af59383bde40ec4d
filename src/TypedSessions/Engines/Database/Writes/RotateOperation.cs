namespace TypedSessions.Engines.Database;

/// <summary>Stores a session under a new key, and closes the record that it continues from.</summary>
internal sealed class RotateOperation(
    DatabaseAccess database, SessionKey key, SessionKey newKey, SessionRecord loaded, SessionChanges changes, CancellationToken cancellationToken)
    : WriteOperation<CommitResult>(cancellationToken)
{
    public override string Attempt => "rotate a session";

    public override async ValueTask ExecuteInTransactionAsync(SessionConnection connection, DateTimeOffset now)
    {
        var stored = await connection.LoadAsync(database.Statements.LoadForUpdate, key, CancellationToken.None);
        var update = SessionUpdate.Rotate(stored, newKey, loaded, changes, now);
        Result = update.Result;
        if (update is not { Record: { } next, ClosedCopy: { } copy })
        {
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
    }
}
