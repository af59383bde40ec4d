using TypedSessions.Storage;

namespace TypedSessions.Benchmarks.Promises;

/// <summary>Counts the calls of an engine.</summary>
internal sealed class CountingEngine(ISessionEngine engine) : ISynchronousSessionEngine
{
    private int _calls;

    public int Calls => _calls;

    public SessionGuarantees Guarantees => engine.Guarantees;

    public ValueTask<SessionRecord?> LoadAsync(SessionKey key, CancellationToken cancellationToken)
        => Counted().LoadAsync(key, cancellationToken);

    public ValueTask<SessionRecord?> LoadFreshAsync(SessionKey key, CancellationToken cancellationToken)
        => Counted().LoadFreshAsync(key, cancellationToken);

    public SessionRecord? Load(SessionKey key, TimeSpan timeout)
        => Counted() is ISynchronousSessionEngine synchronous
            ? synchronous.Load(key, timeout)
            : engine.LoadAsync(key, CancellationToken.None).AsTask().GetAwaiter().GetResult();

    public ValueTask<bool> CreateAsync(SessionKey key, SessionRecord record, CancellationToken cancellationToken)
        => Counted().CreateAsync(key, record, cancellationToken);

    public ValueTask<CommitResult> UpdateAsync(
        SessionKey key, SessionRecord loaded, SessionChanges changes, CancellationToken cancellationToken)
        => Counted().UpdateAsync(key, loaded, changes, cancellationToken);

    public ValueTask<CommitResult> RotateAsync(
        SessionKey key, SessionKey newKey, SessionRecord loaded, SessionChanges changes, CancellationToken cancellationToken)
        => Counted().RotateAsync(key, newKey, loaded, changes, cancellationToken);

    public ValueTask<bool> RemoveAsync(SessionKey key, CancellationToken cancellationToken)
        => Counted().RemoveAsync(key, cancellationToken);

    public ValueTask<int> RemoveExpiredAsync(int batchSize, CancellationToken cancellationToken)
        => engine.RemoveExpiredAsync(batchSize, cancellationToken);

    private ISessionEngine Counted()
    {
        Interlocked.Increment(ref _calls);
        return engine;
    }
}
