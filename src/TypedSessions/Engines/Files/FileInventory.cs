namespace TypedSessions.Engines.Files;

/// <summary>Looks over all files by their heads.</summary>
internal sealed class FileInventory(SessionFolder folder, FileRecords records, TimeProvider clock)
{
    public long Count(CancellationToken cancellationToken) => Live(cancellationToken).LongCount();

    public long CountExpired(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return All(cancellationToken).LongCount(session => session.Expires <= now);
    }

    /// <summary>The keys of what has not expired, next to expire first.</summary>
    public IReadOnlyList<SessionKey> LiveKeys(CancellationToken cancellationToken)
        => [.. Live(cancellationToken).OrderBy(session => session.Expires).Select(session => session.Key)];

    private IEnumerable<(SessionKey Key, DateTimeOffset Expires)> Live(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return All(cancellationToken).Where(session => session.Expires > now);
    }

    private IEnumerable<(SessionKey Key, DateTimeOffset Expires)> All(CancellationToken cancellationToken)
    {
        foreach (var key in folder.Keys(cancellationToken))
        {
            if (records.LoadHead(key) is { } head)
            {
                yield return (key, head.Expires);
            }
        }
    }
}
