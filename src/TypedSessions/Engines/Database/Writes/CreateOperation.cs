namespace TypedSessions.Engines.Database;

/// <summary>Stores a new record.</summary>
internal sealed class CreateOperation(DatabaseAccess database, SessionKey key, SessionRecord record, CancellationToken cancellationToken)
    : WriteOperation<bool>(cancellationToken)
{
    public override string Attempt => "store a new session";

    public override bool WasUndone => Result;

    public override async ValueTask<bool> TryWithoutTransactionAsync(SessionConnection connection, DateTimeOffset now)
    {
        Result = await InsertAsync(connection, database, key, record);
        return true;
    }

    public static async ValueTask<bool> InsertAsync(
        SessionConnection connection, DatabaseAccess database, SessionKey key, SessionRecord record)
        => await connection.ExecuteAsync(
            database.Statements.Insert,
            key.ToArray(),
            database.Mapper.Moment(record.Created),
            database.Mapper.Moment(record.Expires),
            database.Mapper.Moment(record.Deadline),
            record.Version,
            record.Expiry.ToStored(),
            record.Owner,
            record.OwnerScheme,
            database.Mapper.Payload(record)) == 1;
}
