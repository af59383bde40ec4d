using TypedSessions.Storage;

namespace TypedSessions.Tests.Proof.Interleavings;

/// <summary>The engine contract in the plainest words: a dictionary, and no two calls at once.</summary>
internal sealed class ReferenceEngine(TimeProvider clock) : ISessionEngine, ISessionInventory
{
    private readonly Dictionary<SessionKey, SessionRecord> _records = [];

    public SessionGuarantees Guarantees => SessionGuarantees.ConditionalUpdate | SessionGuarantees.AtomicRotation | SessionGuarantees.Revocation;

    private IEnumerable<StoredSession> Live
        => _records.Where(entry => Find(entry.Key) is not null).Select(entry => new StoredSession(entry.Key, entry.Value)).OrderBy(it => it.Record.Expires);

    public ValueTask<SessionRecord?> LoadAsync(SessionKey key, CancellationToken cancellationToken) => new(Find(key));

    public ValueTask<bool> CreateAsync(SessionKey key, SessionRecord record, CancellationToken cancellationToken) => new(_records.TryAdd(key, record));

    public ValueTask<CommitResult> UpdateAsync(SessionKey key, SessionRecord loaded, SessionChanges changes, CancellationToken cancellationToken)
        => new(Commit(key, key, loaded, changes));

    public ValueTask<CommitResult> RotateAsync(
        SessionKey key, SessionKey newKey, SessionRecord loaded, SessionChanges changes, CancellationToken cancellationToken)
        => new(Commit(key, newKey, loaded, changes));

    public ValueTask<bool> RemoveAsync(SessionKey key, CancellationToken cancellationToken)
    {
        var wasThere = Find(key) is not null;
        _records.Remove(key);
        return new(wasThere);
    }

    public ValueTask<int> RemoveExpiredAsync(int batch, CancellationToken cancellationToken)
    {
        var expired = _records.Keys.Where(key => Find(key) is null).Take(batch).ToArray();
        return new(expired.Count(_records.Remove));
    }

    public ValueTask<long> CountAsync(CancellationToken cancellationToken) => new(Live.LongCount());

    public ValueTask<long> CountExpiredAsync(CancellationToken cancellationToken) => new(_records.Count - Live.LongCount());

    public IAsyncEnumerable<StoredSession> ListAsync(CancellationToken cancellationToken) => Live.ToAsyncEnumerable();

    public IAsyncEnumerable<StoredSession> FindByOwnerAsync(string owner, CancellationToken cancellationToken)
        => Live.Where(session => session.Record.Owner == owner).ToAsyncEnumerable();

    private SessionRecord? Find(SessionKey key) => _records.TryGetValue(key, out var record) && !record.HasExpired(clock.GetUtcNow()) ? record : null;

    private CommitResult Commit(SessionKey key, SessionKey newKey, SessionRecord loaded, SessionChanges changes)
    {
        if (Find(key) is not { } current)
        {
            return CommitResult.Gone;
        }

        var isAsLoaded = current.Version == loaded.Version;
        if (!isAsLoaded && changes.IsTouch && key == newKey)
        {
            return CommitResult.Merged(current);
        }

        var next = changes.ApplyTo(current, rotating: key != newKey);
        _records.Remove(key);
        _records.Add(newKey, next);
        return isAsLoaded ? CommitResult.Applied(next) : CommitResult.Merged(next);
    }
}
