namespace TypedSessions.Engines.Files;

/// <summary>Looks over all files by their heads.</summary>
internal sealed class FileInventory(SessionFolder folder, FileRecords records, TimeProvider clock, TimeSpan clockSkew)
{
    public long Count(CancellationToken cancellationToken) => Live(cancellationToken).LongCount(session => !session.IsClosed);

    public long CountExpired(CancellationToken cancellationToken)
    {
        var time = clock.GetUtcNow() - clockSkew;
        return All(cancellationToken).LongCount(session => session.Expires <= time);
    }

    /// <summary>The keys of what has not expired, next to expire first.</summary>
    public IReadOnlyList<SessionKey> LiveKeys(CancellationToken cancellationToken)
        => [.. Live(cancellationToken).Where(session => !session.IsClosed).OrderBy(session => session.Expires).Select(session => session.Key)];

    /// <summary>The same in no order, with the keys of closed copies.</summary>
    public IEnumerable<SessionKey> LiveAndClosedKeys(CancellationToken cancellationToken)
        => Live(cancellationToken).Select(session => session.Key);

    private IEnumerable<(SessionKey Key, DateTimeOffset Expires, bool IsClosed)> Live(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return All(cancellationToken).Where(session => session.Expires > now);
    }

    private IEnumerable<(SessionKey Key, DateTimeOffset Expires, bool IsClosed)> All(CancellationToken cancellationToken)
    {
        foreach (var key in folder.Keys(cancellationToken))
        {
            if (records.LoadHead(key) is { } head)
            {
                yield return (key, head.Expires, head.ClosureLength is not null);
            }
        }
    }
}
