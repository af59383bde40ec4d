namespace TypedSessions.Sessions;

/// <summary>
/// The records that one request or job was presented with, as an engine of their own, so that a session need
/// not know where it is kept. What is stored is sealed at once, so that what cannot be sealed fails the commit.
/// </summary>
internal sealed class HeldRecords(IClientSessionEngine engine, TimeProvider clock) : ISessionEngine
{
    private readonly Dictionary<SessionKey, (SessionRecord Record, string? Text)> _records = [];

    /// <inheritdoc/>
    public SessionGuarantees Guarantees => engine.Guarantees;

    /// <summary>Adds a record that was presented. Of two copies of one session the first counts.</summary>
    public bool TryAdd(StoredSession session) => _records.TryAdd(session.Key, (session.Record, null));

    /// <summary>A record as it is now, sealed; <see langword="null"/> when there is none.</summary>
    public string? TextOf(SessionKey key)
        => _records.TryGetValue(key, out var held) ? held.Text ?? engine.Seal(new StoredSession(key, held.Record)) : null;

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
        if (FindForUpdate(key) is not { } current)
        {
            return ValueTask.FromResult(CommitResult.Gone);
        }

        return ValueTask.FromResult(changes.IsTouch && current.Version != loaded.Version
            ? CommitResult.Merged(current)
            : Commit(key, current, changes.ApplyTo(current), loaded));
    }

    /// <inheritdoc/>
    public ValueTask<CommitResult> RotateAsync(
        SessionKey key, SessionKey newKey, SessionRecord loaded, SessionChanges changes, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (FindForUpdate(key) is not { } current)
        {
            return ValueTask.FromResult(CommitResult.Gone);
        }

        if (_records.ContainsKey(newKey))
        {
            throw new SessionEngineException("A session could not be rotated: the new key is taken.");
        }

        var result = Commit(newKey, current, changes.ApplyTo(current, rotating: true), loaded);
        _records.Remove(key);
        return ValueTask.FromResult(result);
    }

    /// <inheritdoc/>
    public ValueTask<bool> RemoveAsync(SessionKey key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var wasThere = Find(key) is not null;
        _records.Remove(key);
        return ValueTask.FromResult(wasThere);
    }

    /// <inheritdoc/>
    public ValueTask<int> RemoveExpiredAsync(int batch, CancellationToken cancellationToken)
        => engine.RemoveExpiredAsync(batch, cancellationToken);

    private SessionRecord? Find(SessionKey key)
        => _records.TryGetValue(key, out var held) && !held.Record.HasExpired(clock.GetUtcNow()) ? held.Record : null;

    // What cannot be read is not built upon.
    private SessionRecord? FindForUpdate(SessionKey key) => Find(key) is { Values.IsReadable: true } record ? record : null;

    private CommitResult Commit(SessionKey key, SessionRecord current, SessionRecord next, SessionRecord loaded)
    {
        Store(key, next);
        return CommitResult.Committed(next, current, loaded);
    }

    private void Store(SessionKey key, SessionRecord record) => _records[key] = (record, engine.Seal(new StoredSession(key, record)));
}
