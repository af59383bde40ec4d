using TypedSessions.Storage;

namespace TypedSessions.Benchmarks.Promises;

/// <summary>An engine that counts its calls.</summary>
internal sealed class CountingEngine(ISessionEngine engine) : ISynchronousSessionEngine
{
    private int _calls;

    public int Calls => _calls;

    public SessionGuarantees Guarantees => engine.Guarantees;

    public ValueTask<SessionRecord?> LoadAsync(SessionKey key, CancellationToken cancellationToken)
        => Count().LoadAsync(key, cancellationToken);

    public ValueTask<SessionRecord?> LoadFreshAsync(SessionKey key, CancellationToken cancellationToken)
        => Count().LoadFreshAsync(key, cancellationToken);

    public SessionRecord? Load(SessionKey key, TimeSpan timeout)
        => Count() is ISynchronousSessionEngine synchronous
            ? synchronous.Load(key, timeout)
            : engine.LoadAsync(key, CancellationToken.None).AsTask().GetAwaiter().GetResult();

    public ValueTask<bool> CreateAsync(SessionKey key, SessionRecord record, CancellationToken cancellationToken)
        => Count().CreateAsync(key, record, cancellationToken);

    public ValueTask<CommitResult> UpdateAsync(
        SessionKey key, SessionRecord loaded, SessionChanges changes, CancellationToken cancellationToken)
        => Count().UpdateAsync(key, loaded, changes, cancellationToken);

    public ValueTask<CommitResult> RotateAsync(
        SessionKey key, SessionKey newKey, SessionRecord loaded, SessionChanges changes, CancellationToken cancellationToken)
        => Count().RotateAsync(key, newKey, loaded, changes, cancellationToken);

    public ValueTask<bool> RemoveAsync(SessionKey key, CancellationToken cancellationToken)
        => Count().RemoveAsync(key, cancellationToken);

    public ValueTask<int> RemoveExpiredAsync(int batchSize, CancellationToken cancellationToken)
        => engine.RemoveExpiredAsync(batchSize, cancellationToken);

    private ISessionEngine Count()
    {
        Interlocked.Increment(ref _calls);
        return engine;
    }
}
