using TypedSessions.Storage;

namespace TypedSessions.Tests.Proof.Faults;

/// <summary>An engine that seals sessions into cookies, when its keys can be had.</summary>
internal sealed class FaultyClientEngine(IClientSessionEngine inner, FaultPoints points) : IClientSessionEngine
{
    public int MaxSize => inner.MaxSize;

    public SessionGuarantees Guarantees => inner.Guarantees;

    public StoredSession? Open(string text) => points.Pass("open", () => inner.Open(text));

    public string Seal(StoredSession session) => points.Pass("seal", () => inner.Seal(session));

    public ValueTask<SessionRecord?> LoadAsync(SessionKey key, CancellationToken cancellationToken)
        => inner.LoadAsync(key, cancellationToken);

    public ValueTask<bool> CreateAsync(SessionKey key, SessionRecord record, CancellationToken cancellationToken)
        => inner.CreateAsync(key, record, cancellationToken);

    public ValueTask<CommitResult> UpdateAsync(
        SessionKey key, SessionRecord loaded, SessionChanges changes, CancellationToken cancellationToken)
        => inner.UpdateAsync(key, loaded, changes, cancellationToken);

    public ValueTask<CommitResult> RotateAsync(
        SessionKey key, SessionKey newKey, SessionRecord loaded, SessionChanges changes, CancellationToken cancellationToken)
        => inner.RotateAsync(key, newKey, loaded, changes, cancellationToken);

    public ValueTask<bool> RemoveAsync(SessionKey key, CancellationToken cancellationToken) => inner.RemoveAsync(key, cancellationToken);

    public ValueTask<int> RemoveExpiredAsync(int batch, CancellationToken cancellationToken)
        => inner.RemoveExpiredAsync(batch, cancellationToken);
}
