using TypedSessions.Engines.Database.Sql;

namespace TypedSessions.Engines.Database.Writes;

/// <summary>Removes a batch of expired records.</summary>
/// <param name="cursor">
/// The position at which the previous batch ended; <see langword="null"/> if each batch starts at the beginning.
/// </param>
/// <param name="clockSkew">How long a record must have been expired.</param>
/// <param name="batch">The largest number of records.</param>
/// <param name="cancellationToken">A token to cancel the wait to write.</param>
internal sealed class RemoveExpiredOperation(CleanupCursor? cursor, TimeSpan clockSkew, int batch, CancellationToken cancellationToken)
    : WriteOperation<int>(cancellationToken)
{
    public override string Description => "remove expired sessions";

    public override bool IsRemoval => true;

    // A repeated execution only counts its own removals. Fewer than a batch still means that none are left.
    public override bool IsIdempotent => true;

    // At the server's default isolation level, the searched range could be locked against new sessions.
    public override bool NeedsTransaction => cursor is null;

    public override async ValueTask ExecuteAsync(SessionConnection connection, DateTimeOffset now)
    {
        var table = connection.Table;
        Result = cursor is null
            ? await connection.ExecuteAsync(table.DeleteExpired, table.ToColumn(now - clockSkew), batch)
            : await RemoveFromAsync(cursor, connection, now - clockSkew);
    }

    private async ValueTask<int> RemoveFromAsync(CleanupCursor cursor, SessionConnection connection, DateTimeOffset now)
    {
        var start = cursor.Position;
        var (removed, end) = await RemoveAsync(connection, start, now, batch);
        if (removed < batch && start > CleanupCursor.Beginning)
        {
            // Finds records that an earlier batch skipped because they were locked, or that got an earlier expiration since.
            (var more, end) = await RemoveAsync(connection, CleanupCursor.Beginning, now, batch - removed);
            removed += more;
        }

        cursor.Position = removed == batch ? end : CleanupCursor.Beginning;
        return removed;
    }

    private static async ValueTask<(int Removed, DateTimeOffset End)> RemoveAsync(
        SessionConnection connection, DateTimeOffset start, DateTimeOffset now, int batch)
    {
        var table = connection.Table;
        await using var rows = await connection.QueryAsync(
            table.DeleteExpired, CancellationToken.None, table.ToColumn(start), table.ToColumn(now), batch);
        return await rows.ReadAsync(CancellationToken.None)
            ? ((int)rows.GetInt64(0), table.ReadTimestamp(rows, 1) ?? CleanupCursor.Beginning)
            : (0, CleanupCursor.Beginning);
    }
}
