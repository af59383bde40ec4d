using TypedSessions.Engines.Database.Sql;

namespace TypedSessions.Engines.Database;

/// <summary>Reads pages of the session table.</summary>
internal sealed class PageReader(SessionDatabase database)
{
    // The position after all records of its expiry.
    private static readonly SessionKey LastKey = new(Enumerable.Repeat(byte.MaxValue, SessionKey.Size).ToArray());
    private static readonly SessionPosition End = new(DateTimeOffset.MaxValue, LastKey);

    private SessionTable Table => database.Table;

    public ValueTask<SessionPage> ReadAscendingAsync(
        SessionPosition? after, int count, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var current = new SessionPosition(DateTimeOffset.FromUnixTimeMilliseconds(now.ToUnixTimeMilliseconds()), LastKey);
        var start = after is { } position && position.ExpiresAt > current.ExpiresAt ? position : current;
        return ReadAsync(
            Table.Pages.Ascending, [Table.ToColumn(start.ExpiresAt), start.Key.ToArray(), count + 1], count, cancellationToken);
    }

    public ValueTask<SessionPage> ReadDescendingAsync(
        SessionPosition? after, int count, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var start = after ?? End;
        return ReadAsync(
            Table.Pages.Descending,
            [Table.ToColumn(start.ExpiresAt), start.Key.ToArray(), Table.ToColumn(now), count + 1],
            count,
            cancellationToken);
    }

    public ValueTask<SessionPage> FindByKeyAsync(
        SessionKey first, SessionKey last, int count, DateTimeOffset now, CancellationToken cancellationToken)
        => ReadAsync(
            Table.Pages.ByKey, [first.ToArray(), last.ToArray(), Table.ToColumn(now), count + 1], count, cancellationToken);

    // Rows that are not records count, so that a page with a damaged row still leads to the next one.
    private async ValueTask<SessionPage> ReadAsync(
        Statement statement, object[] values, int count, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        cancellationToken.ThrowIfCancellationRequested();
        return await database.TranslateAsync("list the sessions", database.ReadAsync(ReadAsync, cancellationToken));

        async ValueTask<SessionPage> ReadAsync(SessionConnection reader)
        {
            var found = new List<SessionRecordEntry>(count + 1);
            var rowCount = 0;
            await using var rows = await reader.QueryAsync(statement, cancellationToken, values);
            while (await rows.ReadAsync(cancellationToken))
            {
                rowCount++;
                if (Table.TryRead(rows, out var session))
                {
                    found.Add(session);
                }
            }

            return SessionPage.Create(found, rowCount > count, count);
        }
    }
}
