using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace TypedSessions.Engines.Memory;

/// <summary>
/// Keeps sessions in the memory of this process: for development, tests, and sites of one process whose sessions may be lost. Bounded: a
/// full engine removes expired sessions and then refuses new ones; it never removes a live session.
/// </summary>
/// <remarks>
/// A record is immutable, so an update replaces the record that it was computed from, or begins again, without a lock. Rotations, which
/// concern two records, and lists take turns.
/// </remarks>
public sealed class MemorySessionEngine : ISessionEngine, ISessionInventory
{
    /// <summary>The approximate size of a record beside its payload and its owner's name, in bytes.</summary>
    public const int RecordOverhead = 320;

    private static readonly TimeSpan ScanInterval = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<SessionKey, SessionRecord> _records = new();
    private readonly Lock _rotations = new();
    private readonly TimeProvider _timeProvider;
    private readonly long _maxBytes;
    private long _usedBytes;
    private long _nextScan;

    /// <summary>Initializes a new instance without records.</summary>
    /// <param name="timeProvider">The time provider that decides when sessions expire.</param>
    /// <param name="options">The options; <see langword="null"/> for the defaults. Read once, here.</param>
    /// <exception cref="OptionsValidationException">An option is out of its range.</exception>
    public MemorySessionEngine(TimeProvider timeProvider, MemoryEngineOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(timeProvider);
        _timeProvider = timeProvider;
        _maxBytes = new MemoryEngineOptionsValidator().Check(options ?? new MemoryEngineOptions()).MaxBytes;
    }

    /// <inheritdoc/>
    public SessionGuarantees Guarantees
        => SessionGuarantees.ConditionalUpdate | SessionGuarantees.AtomicRotation | SessionGuarantees.Revocation
            | SessionGuarantees.FreshLoads;

    /// <summary>Gets the size of all records together, in bytes.</summary>
    internal long UsedBytes => Interlocked.Read(ref _usedBytes);

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
        if (_records.ContainsKey(key))
        {
            return ValueTask.FromResult(false);
        }

        EnsureRoom(record, replaced: null);
        return ValueTask.FromResult(TryStore(key, null, record));
    }

    /// <inheritdoc/>
    public ValueTask<CommitResult> UpdateAsync(
        SessionKey key, SessionRecord loaded, SessionChanges changes, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        while (true)
        {
            var current = _records.GetValueOrDefault(key);
            var update = SessionUpdate.Apply(current, loaded, changes, _timeProvider.GetUtcNow());
            if (update.Record is not { } next)
            {
                return ValueTask.FromResult(update.Result);
            }

            EnsureRoom(next, replaced: current);
            if (TryStore(key, current, next))
            {
                return ValueTask.FromResult(update.Result);
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask<CommitResult> RotateAsync(
        SessionKey key, SessionKey newKey, SessionRecord loaded, SessionChanges changes, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_rotations)
        {
            return ValueTask.FromResult(Rotate(key, newKey, loaded, changes));
        }
    }

    private CommitResult Rotate(SessionKey key, SessionKey newKey, SessionRecord loaded, SessionChanges changes)
    {
        while (true)
        {
            var current = _records.GetValueOrDefault(key);
            var update = SessionUpdate.Rotate(current, newKey, loaded, changes, _timeProvider.GetUtcNow());
            if (update is not { Record: { } next, ClosedCopy: { } copy })
            {
                return update.Result;
            }

            // No one has the new key's token yet, so no request sees the new record before the old one is closed. A copy may exceed the
            // limit, so that a sign-in works on a full engine: it expires after the rotation grace.
            EnsureRoom(next, replaced: current!.IsClosed ? null : current);
            if (!TryStore(newKey, null, next))
            {
                throw new SessionEngineException("The memory session engine could not rotate a session: the new key is taken.");
            }

            if (TryStore(key, current, copy))
            {
                return update.Result;
            }

            TryRemove(newKey, next);
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
    public ValueTask<int> RemoveExpiredAsync(int batchSize, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        cancellationToken.ThrowIfCancellationRequested();
        var now = _timeProvider.GetUtcNow();
        var expired = _records.Where(entry => entry.Value.HasExpired(now)).OrderBy(entry => entry.Value.ExpiresAt).Take(batchSize);
        return ValueTask.FromResult(expired.Count(entry => TryRemove(entry.Key, entry.Value)));
    }

    /// <inheritdoc/>
    public ValueTask<long> CountAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(GetLive().LongCount());
    }

    /// <inheritdoc/>
    public ValueTask<long> CountExpiredAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var now = _timeProvider.GetUtcNow();
        return ValueTask.FromResult(_records.LongCount(entry => entry.Value.HasExpired(now)));
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<SessionRecordEntry> ListAsync(CancellationToken cancellationToken) => InOrder(GetLive(), cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<SessionRecordEntry> FindByOwnerAsync(string owner, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(owner);
        return InOrder(GetLive().Where(session => session.Record.Owner == owner), cancellationToken);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<SessionRecordEntry> FindForRemovalAsync(string owner, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(owner);
        cancellationToken.ThrowIfCancellationRequested();
        var now = _timeProvider.GetUtcNow();
        return ReadAtOnce(_records
            .Where(entry => !entry.Value.HasExpired(now) && (entry.Value.Closure?.Owner ?? entry.Value.Owner) == owner)
            .Select(entry => new SessionRecordEntry(entry.Key, entry.Value))).ToAsyncEnumerable();
    }

    private IAsyncEnumerable<SessionRecordEntry> InOrder(
        IEnumerable<SessionRecordEntry> sessions, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ReadAtOnce(sessions.OrderBy(session => session.Record.ExpiresAt)).ToAsyncEnumerable();
    }

    // A list between the two steps of a rotation would have the session twice.
    private IEnumerable<SessionRecordEntry> ReadAtOnce(IEnumerable<SessionRecordEntry> sessions)
    {
        SessionRecordEntry[] found;
        lock (_rotations)
        {
            found = [.. sessions];
        }

        foreach (var session in found)
        {
            yield return session;
        }
    }

    private static long GetSize(SessionRecord? record)
        => record is null
            ? 0
            : RecordOverhead + record.Values.Payload.Length + ((record.Owner?.Length ?? 0) * sizeof(char))
                + ((record.Closure?.Successors.Count ?? 0) * SessionKey.Size) + (record.Account?.Size ?? 0);

    private bool IsLive(SessionRecord record) => !record.HasExpired(_timeProvider.GetUtcNow());

    private IEnumerable<SessionRecordEntry> GetLive()
    {
        var now = _timeProvider.GetUtcNow();
        return _records
            .Where(entry => !entry.Value.HasExpired(now) && !entry.Value.IsClosed)
            .Select(entry => new SessionRecordEntry(entry.Key, entry.Value));
    }

    private bool TryStore(SessionKey key, SessionRecord? current, SessionRecord next)
    {
        var isStored = current is null ? _records.TryAdd(key, next) : _records.TryUpdate(key, next, current);
        if (isStored)
        {
            Interlocked.Add(ref _usedBytes, GetSize(next) - GetSize(current));
        }

        return isStored;
    }

    private bool TryRemove(SessionKey key, SessionRecord record)
    {
        var isRemoved = _records.TryRemove(KeyValuePair.Create(key, record));
        if (isRemoved)
        {
            Interlocked.Add(ref _usedBytes, -GetSize(record));
        }

        return isRemoved;
    }

    // A full engine accepts a record that is no larger than the one it replaces, so that sessions can shrink, be renewed and rotated.
    private void EnsureRoom(SessionRecord next, SessionRecord? replaced)
    {
        var growth = GetSize(next) - GetSize(replaced);
        if (growth > 0 && UsedBytes + growth > _maxBytes && !(TryRemoveExpired() && UsedBytes + growth <= _maxBytes))
        {
            throw new SessionEngineException(
                $"The memory session engine is full: live sessions take all of its {_maxBytes} bytes. Raise {nameof(MemoryEngineOptions)}."
                + $"{nameof(MemoryEngineOptions.MaxBytes)}, shorten the sessions' idle time, or use a database engine.");
        }
    }

    // A full engine scans its records once a second at most, not at each call.
    private bool TryRemoveExpired()
    {
        var now = _timeProvider.GetUtcNow();
        var due = Interlocked.Read(ref _nextScan);
        if (now.UtcTicks < due || Interlocked.CompareExchange(ref _nextScan, (now + ScanInterval).UtcTicks, due) != due)
        {
            return false;
        }

        foreach (var entry in _records.Where(entry => entry.Value.HasExpired(now)))
        {
            TryRemove(entry.Key, entry.Value);
        }

        return true;
    }
}
