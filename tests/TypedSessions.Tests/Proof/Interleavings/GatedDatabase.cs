using TypedSessions.Storage;

namespace TypedSessions.Tests.Proof.Interleavings;

/// <summary>A database that pauses before every call and before every answer, for the engine that has a cache before it.</summary>
internal sealed class GatedDatabase(Stage stage, ReferenceEngine inner) : ISessionEngine, ISessionInventory
{
    public SessionGuarantees Guarantees => inner.Guarantees;

    public ValueTask<SessionRecord?> LoadAsync(SessionKey key, CancellationToken cancellationToken)
        => AskAsync("load", () => inner.LoadAsync(key, cancellationToken));

    public ValueTask<bool> CreateAsync(SessionKey key, SessionRecord record, CancellationToken cancellationToken)
        => AskAsync("create", () => inner.CreateAsync(key, record, cancellationToken));

    public ValueTask<CommitResult> UpdateAsync(
        SessionKey key, SessionRecord loaded, SessionChanges changes, CancellationToken cancellationToken)
        => AskAsync("update", () => inner.UpdateAsync(key, loaded, changes, cancellationToken));

    public ValueTask<CommitResult> RotateAsync(
        SessionKey key, SessionKey newKey, SessionRecord loaded, SessionChanges changes, CancellationToken cancellationToken)
        => AskAsync("rotate", () => inner.RotateAsync(key, newKey, loaded, changes, cancellationToken));

    public ValueTask<bool> RemoveAsync(SessionKey key, CancellationToken cancellationToken)
        => AskAsync("remove", () => inner.RemoveAsync(key, cancellationToken));

    public ValueTask<int> RemoveExpiredAsync(int batch, CancellationToken cancellationToken)
        => inner.RemoveExpiredAsync(batch, cancellationToken);

    public ValueTask<long> CountAsync(CancellationToken cancellationToken) => inner.CountAsync(cancellationToken);

    public ValueTask<long> CountExpiredAsync(CancellationToken cancellationToken) => inner.CountExpiredAsync(cancellationToken);

    public IAsyncEnumerable<StoredSession> ListAsync(CancellationToken cancellationToken) => inner.ListAsync(cancellationToken);

    public IAsyncEnumerable<StoredSession> FindByOwnerAsync(string owner, CancellationToken cancellationToken)
        => inner.FindByOwnerAsync(owner, cancellationToken);

    private async ValueTask<T> AskAsync<T>(string call, Func<ValueTask<T>> ask)
    {
        await stage.PauseAsync($"database: {call}");
        var answer = await ask();
        await stage.PauseAsync("database answers");
        return answer;
    }
}
