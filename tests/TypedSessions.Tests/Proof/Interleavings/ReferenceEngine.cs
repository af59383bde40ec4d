using TypedSessions.Storage;

namespace TypedSessions.Tests.Proof.Interleavings;

/// <summary>The simplest implementation of the engine contract: a dictionary without concurrent calls.</summary>
internal sealed class ReferenceEngine(TimeProvider clock) : ISessionEngine, ISessionInventory
{
    private readonly Dictionary<SessionKey, SessionRecord> _records = [];

    public SessionGuarantees Guarantees
        => SessionGuarantees.ConditionalUpdate | SessionGuarantees.AtomicRotation
            | SessionGuarantees.Revocation | SessionGuarantees.FreshLoads;

    private IEnumerable<SessionRecordEntry> Live
        => _records.Where(entry => Find(entry.Key) is { IsClosed: false }).Select(entry => new SessionRecordEntry(entry.Key, entry.Value))
            .OrderBy(it => it.Record.ExpiresAt);

    public ValueTask<SessionRecord?> LoadAsync(SessionKey key, CancellationToken cancellationToken) => new(Find(key));

    public ValueTask<bool> CreateAsync(SessionKey key, SessionRecord record, CancellationToken cancellationToken)
        => new(_records.TryAdd(key, record));

    public ValueTask<CommitResult> UpdateAsync(
        SessionKey key, SessionRecord loaded, SessionChanges changes, CancellationToken cancellationToken)
        => new(Update(key, loaded, changes));

    public ValueTask<CommitResult> RotateAsync(
        SessionKey key, SessionKey newKey, SessionRecord loaded, SessionChanges changes, CancellationToken cancellationToken)
        => new(Rotate(key, newKey, loaded, changes));

    public ValueTask<bool> RemoveAsync(SessionKey key, CancellationToken cancellationToken)
    {
        var isLive = Find(key) is not null;
        return new(_records.GetValueOrDefault(key) is { IsClosed: false } && _records.Remove(key) && isLive);
    }

    public ValueTask<int> RemoveExpiredAsync(int batchSize, CancellationToken cancellationToken)
    {
        var expired = _records.Keys.Where(key => Find(key) is null).Take(batchSize).ToArray();
        return new(expired.Count(_records.Remove));
    }

    public ValueTask<long> CountAsync(CancellationToken cancellationToken) => new(Live.LongCount());

    public ValueTask<long> CountExpiredAsync(CancellationToken cancellationToken) => new(_records.Keys.LongCount(key => Find(key) is null));

    public IAsyncEnumerable<SessionRecordEntry> ListAsync(CancellationToken cancellationToken) => Live.ToAsyncEnumerable();

    public IAsyncEnumerable<SessionRecordEntry> FindByOwnerAsync(string owner, CancellationToken cancellationToken)
        => Live.Where(session => session.Record.Owner == owner).ToAsyncEnumerable();

    private SessionRecord? Find(SessionKey key)
        => _records.TryGetValue(key, out var record) && !record.HasExpired(clock.GetUtcNow()) ? record : null;

    private CommitResult Update(SessionKey key, SessionRecord loaded, SessionChanges changes)
    {
        var update = SessionUpdate.Apply(Find(key), loaded, changes, clock.GetUtcNow());
        if (update.Record is { } next)
        {
            _records[key] = next;
        }

        return update.Result;
    }

    private CommitResult Rotate(SessionKey key, SessionKey newKey, SessionRecord loaded, SessionChanges changes)
    {
        var update = SessionUpdate.Rotate(Find(key), newKey, loaded, changes, clock.GetUtcNow());
        if (update is { Record: { } next, ClosedCopy: { } copy })
        {
            _records.Add(newKey, next);
            _records[key] = copy;
        }

        return update.Result;
    }
}
