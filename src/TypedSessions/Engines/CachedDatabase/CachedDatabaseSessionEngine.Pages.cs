namespace TypedSessions.Engines.CachedDatabase;

public sealed partial class CachedDatabaseSessionEngine
{
    bool IPagedSessionInventory.CanReadPages => _inventory is IPagedSessionInventory { CanReadPages: true };

    bool IPagedSessionInventory.CanFindByKey => _inventory is IPagedSessionInventory { CanFindByKey: true };

    /// <inheritdoc/>
    public ValueTask<long?> CountOwnersAsync(CancellationToken cancellationToken) => _inventory.CountOwnersAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask<SessionPage> ReadPageAsync(
        SessionPosition? after, int count, bool isDescending, CancellationToken cancellationToken)
        => ((IPagedSessionInventory)_inventory).ReadPageAsync(after, count, isDescending, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<SessionPage> FindByKeyAsync(SessionKey first, SessionKey last, int count, CancellationToken cancellationToken)
        => ((IPagedSessionInventory)_inventory).FindByKeyAsync(first, last, count, cancellationToken);
}
