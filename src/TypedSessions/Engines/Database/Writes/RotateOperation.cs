namespace TypedSessions.Engines.Database;

/// <summary>Moves a record to a new key.</summary>
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

        var next = changes.ApplyTo(stored, rotating: true);
        if (!await CreateOperation.InsertAsync(connection, database, newKey, next))
        {
            throw new SessionEngineException("The database session engine could not rotate a session: the new key is taken.");
        }

        await connection.ExecuteAsync(database.Statements.Delete, key.ToArray());
        Result = CommitResult.Committed(next, stored, loaded);
    }
}
