using TypedSessions.Redis.Inventory;

namespace TypedSessions.Redis;

public sealed partial class RedisSessionEngine
{
    bool IPagedSessionInventory.CanFindByKey => false;

    /// <inheritdoc/>
    /// <remarks>
    /// Reads some entries of each of the 64 indexes, and the records of the page. Of many sessions that expire in the same millisecond,
    /// those before the position are read, too.
    /// </remarks>
    public async ValueTask<SessionPage> ReadPageAsync(
        SessionPosition? after, int count, bool isDescending, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var range = new IndexRange(GetFirstLive(), IsDescending: isDescending);
        if (after?.ExpiresAt.ToUnixTimeMilliseconds() is { } start && (isDescending || start > range.Min))
        {
            range = range.From(start);
        }

        var found = await _inventory
            .ListAsync(_keys.Indexes, range, static record => !record.IsClosed, "list the sessions", cancellationToken)
            .Where(session => after is null || IsAfter(session, after.Value, isDescending))
            .Take(count + 1)
            .ToListAsync(cancellationToken);
        return found.Count > count
            ? new SessionPage(found[..count], GetPosition(found[count - 1]))
            : new SessionPage(found, Next: null);
    }

    ValueTask<SessionPage> IPagedSessionInventory.FindByKeyAsync(
        SessionKey first, SessionKey last, int count, CancellationToken cancellationToken)
        => throw new NotSupportedException("Redis keeps no order of the keys. Find a record by its whole key, or by its user.");

    private static bool IsAfter(SessionRecordEntry session, SessionPosition position, bool isDescending)
        => GetPosition(session).CompareTo(position) is var order && (isDescending ? order < 0 : order > 0);

    private static SessionPosition GetPosition(SessionRecordEntry session) => new(session.Record.ExpiresAt, session.Key);
}
