using TypedSessions.Storage;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Proof.ModelBased.Subject;

/// <summary>
/// An engine under watch, in whose place another can be put: that of the next sequence, or of a process that started again.
/// </summary>
internal class WatchedEngine(Watch watch) : ISynchronousSessionEngine, ISessionInventory
{
    public required ISessionEngine Inner { get; set; }

    public SessionGuarantees Guarantees => Inner.Guarantees;

    protected Watch Watch => watch;

    private ISessionInventory Inventory => (ISessionInventory)Inner;

    public ValueTask<SessionRecord?> LoadAsync(SessionKey key, CancellationToken cancellationToken)
    {
        watch.Note("load");
        return Inner.LoadAsync(key, cancellationToken);
    }

    public ValueTask<SessionRecord?> LoadFreshAsync(SessionKey key, CancellationToken cancellationToken)
    {
        watch.Note("load");
        return Inner.LoadFreshAsync(key, cancellationToken);
    }

    public SessionRecord? Load(SessionKey key, TimeSpan timeout)
    {
        watch.Note("load");
        return Inner.LoadHere(key, timeout);
    }

    public ValueTask<bool> CreateAsync(SessionKey key, SessionRecord record, CancellationToken cancellationToken)
    {
        watch.Note("create");
        return Inner.CreateAsync(key, record, cancellationToken);
    }

    public ValueTask<CommitResult> UpdateAsync(
        SessionKey key, SessionRecord loaded, SessionChanges changes, CancellationToken cancellationToken)
    {
        watch.Note(changes.IsTouch ? "touch" : "update");
        return Inner.UpdateAsync(key, loaded, changes, cancellationToken);
    }

    public ValueTask<CommitResult> RotateAsync(
        SessionKey key, SessionKey newKey, SessionRecord loaded, SessionChanges changes, CancellationToken cancellationToken)
    {
        watch.Note("rotate");
        return Inner.RotateAsync(key, newKey, loaded, changes, cancellationToken);
    }

    public ValueTask<bool> RemoveAsync(SessionKey key, CancellationToken cancellationToken)
    {
        watch.Note("remove");
        return Inner.RemoveAsync(key, cancellationToken);
    }

    public ValueTask<int> RemoveExpiredAsync(int batchSize, CancellationToken cancellationToken)
        => Inner.RemoveExpiredAsync(batchSize, cancellationToken);

    public ValueTask<long> CountAsync(CancellationToken cancellationToken) => Inventory.CountAsync(cancellationToken);

    public ValueTask<long> CountExpiredAsync(CancellationToken cancellationToken) => Inventory.CountExpiredAsync(cancellationToken);

    public IAsyncEnumerable<SessionRecordEntry> ListAsync(CancellationToken cancellationToken) => Inventory.ListAsync(cancellationToken);

    public IAsyncEnumerable<SessionRecordEntry> FindByOwnerAsync(string owner, CancellationToken cancellationToken)
        => Inventory.FindByOwnerAsync(owner, cancellationToken);

    public IAsyncEnumerable<SessionRecordEntry> FindForRemovalAsync(string owner, CancellationToken cancellationToken)
        => Inventory.FindForRemovalAsync(owner, cancellationToken);
}
