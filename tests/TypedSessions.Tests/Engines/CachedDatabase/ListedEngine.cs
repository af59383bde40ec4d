using TypedSessions.Storage;

namespace TypedSessions.Tests.Engines.CachedDatabase;

/// <summary>An engine that gives out another's inventory.</summary>
internal sealed class ListedEngine(ISessionEngine engine, ISessionInventory inventory) : ISessionEngine, ISessionInventory
{
    public SessionGuarantees Guarantees => engine.Guarantees;

    public ValueTask<SessionRecord?> LoadAsync(SessionKey key, CancellationToken cancellationToken)
        => engine.LoadAsync(key, cancellationToken);

    public ValueTask<bool> CreateAsync(SessionKey key, SessionRecord record, CancellationToken cancellationToken)
        => engine.CreateAsync(key, record, cancellationToken);

    public ValueTask<CommitResult> UpdateAsync(
        SessionKey key, SessionRecord loaded, SessionChanges changes, CancellationToken cancellationToken)
        => engine.UpdateAsync(key, loaded, changes, cancellationToken);

    public ValueTask<CommitResult> RotateAsync(
        SessionKey key, SessionKey newKey, SessionRecord loaded, SessionChanges changes, CancellationToken cancellationToken)
        => engine.RotateAsync(key, newKey, loaded, changes, cancellationToken);

    public ValueTask<bool> RemoveAsync(SessionKey key, CancellationToken cancellationToken) => engine.RemoveAsync(key, cancellationToken);

    public ValueTask<int> RemoveExpiredAsync(int batch, CancellationToken cancellationToken)
        => engine.RemoveExpiredAsync(batch, cancellationToken);

    public ValueTask<long> CountAsync(CancellationToken cancellationToken) => inventory.CountAsync(cancellationToken);

    public ValueTask<long> CountExpiredAsync(CancellationToken cancellationToken) => inventory.CountExpiredAsync(cancellationToken);

    public IAsyncEnumerable<StoredSession> ListAsync(CancellationToken cancellationToken) => inventory.ListAsync(cancellationToken);

    public IAsyncEnumerable<StoredSession> FindByOwnerAsync(string owner, CancellationToken cancellationToken)
        => inventory.FindByOwnerAsync(owner, cancellationToken);
}
