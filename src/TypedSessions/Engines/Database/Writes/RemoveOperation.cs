namespace TypedSessions.Engines.Database;

/// <summary>Removes a record.</summary>
internal sealed class RemoveOperation(DatabaseAccess database, SessionKey key, CancellationToken cancellationToken)
    : WriteOperation<bool>(cancellationToken)
{
    public override string Attempt => "remove a session";

    public override bool FreesSpace => true;

    public override bool WasUndone => Result;

    public override async ValueTask<bool> TryWithoutTransactionAsync(SessionConnection connection, DateTimeOffset now)
    {
        Result = await connection.ExecuteAsync(database.Statements.DeleteLive, key.ToArray(), database.Mapper.Moment(now)) == 1;
        if (!Result)
        {
            // What has expired by this clock may be alive by that of another node.
            await connection.ExecuteAsync(database.Statements.Delete, key.ToArray());
        }

        return true;
    }
}
