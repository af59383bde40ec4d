using TypedSessions.Engines.Database.Sql;

namespace TypedSessions.Engines.Database.Writes;

/// <summary>A limit within a transaction that holds the lock of the owner.</summary>
/// <param name="Owner">The owner.</param>
/// <param name="Limit">The limit.</param>
internal sealed record OwnerLimit(string Owner, SessionLimit Limit)
{
    /// <summary>Returns whether the owner can have one more session.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="replaced">The key of the session that the new one replaces.</param>
    /// <param name="related">The keys of the sessions that count as one with the new one.</param>
    /// <param name="now">The time.</param>
    public async ValueTask<bool> HasRoomAsync(
        SessionConnection connection, SessionKey replaced, IReadOnlyList<SessionKey> related, DateTimeOffset now)
        => await FindExcessAsync(connection, replaced, related, now) is not null;

    /// <summary>Ends the excess sessions after the new one is stored.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="newKey">The key of the new session.</param>
    /// <param name="related">The keys of the sessions that count as one with the new one.</param>
    /// <param name="now">The time.</param>
    /// <returns>The ended sessions.</returns>
    public ValueTask<IReadOnlyList<SignedInSession>> EndExcessAsync(
        SessionConnection connection, SessionKey newKey, IReadOnlyList<SessionKey> related, DateTimeOffset now)
        => SessionLimit.EndExcessAsync(
            () => FindExcessAsync(connection, newKey, related, now),
            async key => await connection.ExecuteAsync(
                connection.Table.DeleteLive, key.ToArray(), connection.Table.ToColumn(now)) == 1);

    private async ValueTask<IReadOnlyList<SignedInSession>?> FindExcessAsync(
        SessionConnection connection, SessionKey except, IReadOnlyList<SessionKey> related, DateTimeOffset now)
        => Limit.FindExcess(await FindOthersAsync(connection, except, now), related);

    private async ValueTask<List<SignedInSession>> FindOthersAsync(
        SessionConnection connection, SessionKey except, DateTimeOffset now)
    {
        var table = connection.Table;
        var others = new List<SignedInSession>();
        await using var rows = await connection.QueryAsync(table.Owners.FindCounted, CancellationToken.None, Owner, table.ToColumn(now));
        while (await rows.ReadAsync())
        {
            if (rows.GetFieldValue<byte[]>(0) is { Length: SessionKey.Size } bytes && new SessionKey(bytes) is var key && key != except)
            {
                var device = rows.IsDBNull(2) ? null : SessionDevice.FromBytes(rows.GetFieldValue<byte[]>(2));
                others.Add(new SignedInSession(key, table.ReadTimestamp(rows, 1) ?? DateTimeOffset.MinValue, device));
            }
        }

        return others;
    }
}
