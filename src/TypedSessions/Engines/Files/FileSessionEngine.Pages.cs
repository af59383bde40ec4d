namespace TypedSessions.Engines.Files;

public sealed partial class FileSessionEngine
{
    bool IPagedSessionInventory.CanFindByKey => true;

    /// <inheritdoc/>
    /// <remarks>Reads the headers of all files, and the records of the page.</remarks>
    public ValueTask<SessionPage> ReadPageAsync(
        SessionPosition? after, int count, bool isDescending, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return Run(
            "list the sessions",
            () =>
            {
                var positions = FindLive(cancellationToken)
                    .Where(position => after is null || position.IsAfter(after.Value, isDescending));
                var ordered = isDescending ? positions.OrderDescending() : positions.Order();
                var found = ordered.Take(count + 1).ToList();
                var page = found[..Math.Min(count, found.Count)];
                return new SessionPage(
                    [.. Load(page.Select(static position => position.Key), cancellationToken)], found.Count > count ? page[^1] : null);
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>Reads the names in the folders of the range, and the records of the page.</remarks>
    public ValueTask<SessionPage> FindByKeyAsync(
        SessionKey first, SessionKey last, int count, CancellationToken cancellationToken)
        => Run(
            "find sessions by their keys",
            () => SessionPage.Create(
                Load(_folder.GetKeys(first, last), cancellationToken).Where(static session => !session.Record.IsClosed), count),
            cancellationToken);

    private IEnumerable<SessionPosition> FindLive(CancellationToken cancellationToken)
    {
        var now = _timeProvider.GetUtcNow();
        return _records.ReadHeaders(cancellationToken)
            .Where(file => file.Header is { IsPending: false, IsClosed: false } header && header.ExpiresAt > now)
            .Select(static file => new SessionPosition(file.Header!.Value.ExpiresAt, file.Key));
    }

    private IEnumerable<SessionRecordEntry> Load(IEnumerable<SessionKey> keys, CancellationToken cancellationToken)
        => keys
            .Select(key => (Key: key, Record: _records.Load(key, cancellationToken)))
            .Where(static session => session.Record is not null)
            .Select(static session => new SessionRecordEntry(session.Key, session.Record!));
}
