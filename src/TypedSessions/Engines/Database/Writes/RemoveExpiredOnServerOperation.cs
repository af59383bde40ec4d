namespace TypedSessions.Engines.Database;

/// <summary>
/// Removes some expired records from where the batch before ended. Several at once share one mark, which is no more than a hint.
/// </summary>
internal sealed class RemoveExpiredOnServerOperation(
    DatabaseAccess database, ClearingMark mark, int batch, CancellationToken cancellationToken)
    : WriteOperation<int>(cancellationToken)
{
    public override string Attempt => "remove expired sessions";

    // Counts what the second time removed. Fewer than a batch still means that none are left.
    public override bool MayBeDoneTwice => true;

    public override async ValueTask<bool> TryWithoutTransactionAsync(SessionConnection connection, DateTimeOffset now)
    {
        now -= database.ClockSkew;
        var start = mark.Position;
        var (removed, end) = await RemoveAsync(connection, start, now, batch);
        if (removed < batch && start > ClearingMark.Beginning)
        {
            // What was in use when the batches passed it, and what has been given an earlier end since.
            (var more, end) = await RemoveAsync(connection, ClearingMark.Beginning, now, batch - removed);
            removed += more;
        }

        mark.Position = removed == batch ? end : ClearingMark.Beginning;
        Result = removed;
        return true;
    }

    private async ValueTask<(int Removed, DateTimeOffset End)> RemoveAsync(
        SessionConnection connection, DateTimeOffset start, DateTimeOffset now, int most)
    {
        await using var rows = await connection.QueryAsync(
            database.Statements.DeleteExpired, CancellationToken.None, database.Mapper.Moment(start), database.Mapper.Moment(now), most);
        return await rows.ReadAsync(CancellationToken.None)
            ? ((int)rows.GetInt64(0), database.Dialect.ReadMoment(rows, 1) ?? ClearingMark.Beginning)
            : (0, ClearingMark.Beginning);
    }
}
