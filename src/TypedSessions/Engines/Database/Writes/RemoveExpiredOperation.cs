namespace TypedSessions.Engines.Database;

/// <summary>Removes some expired records.</summary>
internal sealed class RemoveExpiredOperation(DatabaseAccess database, int batch, CancellationToken cancellationToken)
    : WriteOperation<int>(cancellationToken)
{
    public override string Attempt => "remove expired sessions";

    public override bool FreesSpace => true;

    // Counts what the second time removed. Fewer than a batch still means that none are left.
    public override bool MayBeDoneTwice => true;

    public override async ValueTask<bool> TryWithoutTransactionAsync(SessionConnection connection, DateTimeOffset now)
    {
        Result = await connection.ExecuteAsync(database.Statements.DeleteExpired, database.Mapper.Moment(now - database.ClockSkew), batch);
        return true;
    }
}
