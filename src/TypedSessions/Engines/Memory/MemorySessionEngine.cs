using System.Collections.Concurrent;

namespace TypedSessions.Engines.Memory;

/// <summary>
/// Keeps sessions in the memory of this process: for development, tests and sites of one process that may forget. Bounded; a full engine
/// drops what has expired and then refuses, it never drops a live session.
/// </summary>
/// <remarks>
/// Without locks. A record is immutable, so an update replaces the very instance that it was reckoned from, or begins again.
/// </remarks>
public sealed class MemorySessionEngine : ISessionEngine, ISessionInventory
{
    /// <summary>What a record takes beside its payload and its owner's name, in bytes: the objects around them, about.</summary>
    public const int RecordOverhead = 320;

    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<SessionKey, SessionRecord> _records = new();
    private readonly TimeProvider _clock;
    private readonly MemoryBudget _budget;
    private long _nextSweep;

    /// <summary>An empty engine.</summary>
    /// <param name="clock">What tells the time.</param>
    /// <param name="options">The engine's bounds; <see langword="null"/> for the defaults.</param>
    public MemorySessionEngine(TimeProvider clock, MemoryEngineOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(clock);
        _clock = clock;
        _budget = new MemoryBudget((options ?? new MemoryEngineOptions()).MaxBytes);
    }

    /// <inheritdoc/>
    public SessionGuarantees Guarantees
        => SessionGuarantees.ConditionalUpdate | SessionGuarantees.AtomicRotation | SessionGuarantees.Revocation
            | SessionGuarantees.FreshLoads;

    /// <summary>What all records take together, in bytes.</summary>
    internal long UsedBytes => _budget.Used;

    /// <inheritdoc/>
    public ValueTask<SessionRecord?> LoadAsync(SessionKey key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(_records.TryGetValue(key, out var record) && IsLive(record) ? record : null);
    }

    /// <inheritdoc/>
    public ValueTask<bool> CreateAsync(SessionKey key, SessionRecord record, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(record);
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(!_records.ContainsKey(key) && TryAdd(key, record));
    }

    /// <inheritdoc/>
    public ValueTask<CommitResult> UpdateAsync(
        SessionKey key, SessionRecord loaded, SessionChanges changes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(loaded);
        ArgumentNullException.ThrowIfNull(changes);
        cancellationToken.ThrowIfCancellationRequested();
        while (true)
        {
            var current = _records.GetValueOrDefault(key);
            var update = SessionUpdate.Apply(current, loaded, changes, _clock.GetUtcNow());
            if (update.Record is not { } next || TryReplace(key, current!, next))
            {
                return ValueTask.FromResult(update.Result);
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask<CommitResult> RotateAsync(
        SessionKey key, SessionKey newKey, SessionRecord loaded, SessionChanges changes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(loaded);
        ArgumentNullException.ThrowIfNull(changes);
        cancellationToken.ThrowIfCancellationRequested();
        while (true)
        {
            var current = _records.GetValueOrDefault(key);
            var update = SessionUpdate.Rotate(current, newKey, loaded, changes, _clock.GetUtcNow());
            if (update is not { Record: { } next, ClosedCopy: { } copy })
            {
                return ValueTask.FromResult(update.Result);
            }

            // No one has the new key's token yet, so no request sees the new record before the old one is closed.
            if (!TryAdd(newKey, next, replaced: current!.IsClosed ? null : current))
            {
                throw new SessionEngineException("The memory session engine could not rotate a session: the new key is taken.");
            }

            if (TryClose(key, current, copy, newKey, next))
            {
                return ValueTask.FromResult(update.Result);
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> RemoveAsync(SessionKey key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        while (_records.TryGetValue(key, out var record) && !record.IsClosed)
        {
            if (TryRemove(key, record))
            {
                return ValueTask.FromResult(IsLive(record));
            }
        }

        return ValueTask.FromResult(false);
    }

    /// <inheritdoc/>
    public ValueTask<int> RemoveExpiredAsync(int batch, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        cancellationToken.ThrowIfCancellationRequested();
        var now = _clock.GetUtcNow();
        var expired = _records.Where(entry => entry.Value.HasExpired(now)).OrderBy(entry => entry.Value.Expires).Take(batch);
        return ValueTask.FromResult(expired.Count(entry => TryRemove(entry.Key, entry.Value)));
    }

    /// <inheritdoc/>
    public ValueTask<long> CountAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Live().LongCount());
    }

    /// <inheritdoc/>
    public ValueTask<long> CountExpiredAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var now = _clock.GetUtcNow();
        return ValueTask.FromResult(_records.LongCount(entry => entry.Value.HasExpired(now)));
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<StoredSession> ListAsync(CancellationToken cancellationToken) => InOrder(Live(), cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<StoredSession> FindByOwnerAsync(string owner, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(owner);
        return InOrder(Live().Where(session => session.Record.Owner == owner), cancellationToken);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<StoredSession> FindForRemovalAsync(string owner, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(owner);
        cancellationToken.ThrowIfCancellationRequested();
        var now = _clock.GetUtcNow();
        return _records
            .Where(entry => !entry.Value.HasExpired(now) && (entry.Value.Closure?.Owner ?? entry.Value.Owner) == owner)
            .Select(entry => new StoredSession(entry.Key, entry.Value))
            .ToAsyncEnumerable();
    }

    private static IAsyncEnumerable<StoredSession> InOrder(IEnumerable<StoredSession> sessions, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return sessions.OrderBy(session => session.Record.Expires).ToAsyncEnumerable();
    }

    private static long SizeOf(SessionRecord record)
        => RecordOverhead + record.Values.Payload.Length + ((record.Owner?.Length ?? 0) * sizeof(char))
            + ((record.Closure?.Successors.Count ?? 0) * SessionKey.Size);

    private bool IsLive(SessionRecord record) => !record.HasExpired(_clock.GetUtcNow());

    private IEnumerable<StoredSession> Live()
    {
        var now = _clock.GetUtcNow();
        return _records
            .Where(entry => !entry.Value.HasExpired(now) && !entry.Value.IsClosed)
            .Select(entry => new StoredSession(entry.Key, entry.Value));
    }

    private bool TryAdd(SessionKey key, SessionRecord record, SessionRecord? replaced = null)
    {
        Reserve(SizeOf(record), replaced is null ? 0 : SizeOf(replaced));
        return Kept(_records.TryAdd(key, record), record);
    }

    // A copy may exceed the limit, so that a sign-in works on a full engine: it is gone after the rotation grace.
    private bool TryClose(SessionKey key, SessionRecord current, SessionRecord copy, SessionKey newKey, SessionRecord next)
    {
        _budget.Take(SizeOf(copy));
        if (Kept(_records.TryUpdate(key, copy, current), copy, replaced: current))
        {
            return true;
        }

        TryRemove(newKey, next);
        return false;
    }

    private bool TryReplace(SessionKey key, SessionRecord current, SessionRecord next)
    {
        Reserve(SizeOf(next), SizeOf(current));
        return Kept(_records.TryUpdate(key, next, current), next, replaced: current);
    }

    private bool TryRemove(SessionKey key, SessionRecord record)
    {
        var removed = _records.TryRemove(new KeyValuePair<SessionKey, SessionRecord>(key, record));
        if (removed)
        {
            _budget.Release(SizeOf(record));
        }

        return removed;
    }

    // What is not in the dictionary gives its room back: the new record when it did not get in, else the one that it took the place of.
    private bool Kept(bool stored, SessionRecord record, SessionRecord? replaced = null)
    {
        var left = stored ? replaced : record;
        if (left is not null)
        {
            _budget.Release(SizeOf(left));
        }

        return stored;
    }

    private void Reserve(long bytes, long freed)
    {
        if (_budget.TryReserve(bytes, freed) || (TrySweep() && _budget.TryReserve(bytes, freed)))
        {
            return;
        }

        throw new SessionEngineException(
            $"The memory session engine is full: live sessions take all of its {_budget.Limit} bytes. "
            + $"Raise {nameof(MemoryEngineOptions)}.{nameof(MemoryEngineOptions.MaxBytes)}, shorten the sessions' idle time, or use a database engine.");
    }

    // A full engine looks through its records once a second at most, not at each call.
    private bool TrySweep()
    {
        var now = _clock.GetUtcNow();
        var due = Interlocked.Read(ref _nextSweep);
        if (now.UtcTicks < due || Interlocked.CompareExchange(ref _nextSweep, (now + SweepInterval).UtcTicks, due) != due)
        {
            return false;
        }

        foreach (var entry in _records)
        {
            if (entry.Value.HasExpired(now))
            {
                TryRemove(entry.Key, entry.Value);
            }
        }

        return true;
    }
}
