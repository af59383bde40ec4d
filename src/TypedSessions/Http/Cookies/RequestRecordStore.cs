namespace TypedSessions.Http.Cookies;

/// <summary>
/// An engine with the records that one request or job has presented. A record is sealed when it is stored, so that a record that cannot be
/// sealed fails the commit.
/// </summary>
internal sealed class RequestRecordStore(SealedTransport transport, TimeProvider timeProvider) : ISessionEngine
{
    private readonly Dictionary<SessionKey, (SessionRecord Record, string? Text)> _records = [];

    /// <inheritdoc/>
    public SessionGuarantees Guarantees => SessionGuarantees.Durable | SessionGuarantees.Shared | SessionGuarantees.FreshLoads;

    /// <summary>Adds a record that was presented.</summary>
    /// <returns><see langword="false"/> if another copy of the session was presented before.</returns>
    public bool TryAdd(SessionRecordEntry session) => _records.TryAdd(session.Key, (session.Record, null));

    /// <summary>Returns the current record, sealed; <see langword="null"/> if there is none.</summary>
    public string? GetText(SessionKey key)
        => _records.TryGetValue(key, out var entry) ? entry.Text ?? transport.Seal(new SessionRecordEntry(key, entry.Record)) : null;

    /// <inheritdoc/>
    public ValueTask<SessionRecord?> LoadAsync(SessionKey key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Find(key));
    }

    /// <inheritdoc/>
    public ValueTask<bool> CreateAsync(SessionKey key, SessionRecord record, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_records.ContainsKey(key))
        {
            return ValueTask.FromResult(false);
        }

        Store(key, record);
        return ValueTask.FromResult(true);
    }

    /// <inheritdoc/>
    public ValueTask<CommitResult> UpdateAsync(
        SessionKey key, SessionRecord loaded, SessionChanges changes, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var update = SessionUpdate.Apply(_records.GetValueOrDefault(key).Record, loaded, changes, timeProvider.GetUtcNow());
        if (update.Record is { } next)
        {
            Store(key, next);
        }

        return ValueTask.FromResult(update.Result);
    }

    /// <inheritdoc/>
    public ValueTask<CommitResult> RotateAsync(
        SessionKey key, SessionKey newKey, SessionRecord loaded, SessionChanges changes, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var update = SessionUpdate.Rotate(_records.GetValueOrDefault(key).Record, newKey, loaded, changes, timeProvider.GetUtcNow());
        if (update.Record is { } next)
        {
            if (_records.ContainsKey(newKey))
            {
                throw new SessionEngineException("A session could not be rotated: the new key is taken.");
            }

            Store(newKey, next);
            _records.Remove(key);
        }

        return ValueTask.FromResult(update.Result);
    }

    /// <inheritdoc/>
    public ValueTask<bool> RemoveAsync(SessionKey key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var existed = Find(key) is not null;
        _records.Remove(key);
        return ValueTask.FromResult(existed);
    }

    /// <inheritdoc/>
    public ValueTask<int> RemoveExpiredAsync(int batchSize, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        cancellationToken.ThrowIfCancellationRequested();
        var now = timeProvider.GetUtcNow();
        var expired = _records.Where(entry => entry.Value.Record.HasExpired(now)).Select(static entry => entry.Key)
            .Take(batchSize).ToList();
        return ValueTask.FromResult(expired.Count(_records.Remove));
    }

    private SessionRecord? Find(SessionKey key)
        => _records.TryGetValue(key, out var entry) && !entry.Record.HasExpired(timeProvider.GetUtcNow()) ? entry.Record : null;

    private void Store(SessionKey key, SessionRecord record)
        => _records[key] = (record, transport.Seal(new SessionRecordEntry(key, record)));
}
