namespace TypedSessions.Engines.Database;

public sealed partial class DatabaseSessionEngine
{
    private PageReader Pages => field ??= new PageReader(_database);

    bool IPagedSessionInventory.CanFindByKey => true;

    /// <inheritdoc/>
    public async ValueTask<long?> CountOwnersAsync(CancellationToken cancellationToken)
        => await CountAsync("count the users", Table.Pages.CountOwners, GetNow(), cancellationToken);

    /// <inheritdoc/>
    /// <remarks>Reads no more rows than it returns, and closed copies between them, by the index of the expiration.</remarks>
    public ValueTask<SessionPage> ReadPageAsync(
        SessionPosition? after, int count, bool isDescending, CancellationToken cancellationToken)
        => isDescending
            ? Pages.ReadDescendingAsync(after, count, _timeProvider.GetUtcNow(), cancellationToken)
            : Pages.ReadAscendingAsync(after, count, _timeProvider.GetUtcNow(), cancellationToken);

    /// <inheritdoc/>
    /// <remarks>Reads a part of the primary key.</remarks>
    public ValueTask<SessionPage> FindByKeyAsync(SessionKey first, SessionKey last, int count, CancellationToken cancellationToken)
        => Pages.FindByKeyAsync(first, last, count, _timeProvider.GetUtcNow(), cancellationToken);
}
