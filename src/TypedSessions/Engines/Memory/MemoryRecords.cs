using System.Collections.Concurrent;

namespace TypedSessions.Engines.Memory;

/// <summary>The records by their keys, with a limit of their total size.</summary>
internal sealed class MemoryRecords(TimeProvider timeProvider, long maxBytes)
{
    private static readonly TimeSpan ScanInterval = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<SessionKey, SessionRecord> _records = new();
    private long _usedBytes;
    private long _nextScan;

    /// <summary>Gets the size of all records together, in bytes.</summary>
    public long UsedBytes => Interlocked.Read(ref _usedBytes);

    /// <summary>Gets all records, expired or not, in no order.</summary>
    public IEnumerable<SessionRecordEntry> All => _records.Select(static entry => new SessionRecordEntry(entry.Key, entry.Value));

    /// <summary>Returns the record of a key, expired or not; <see langword="null"/> if there is none.</summary>
    public SessionRecord? Find(SessionKey key) => _records.GetValueOrDefault(key);

    /// <summary>
    /// Replaces the current record, or adds a record if that is <see langword="null"/>. Returns whether the current one was still stored.
    /// </summary>
    public bool TryStore(SessionKey key, SessionRecord? current, SessionRecord next)
    {
        var isStored = current is null ? _records.TryAdd(key, next) : _records.TryUpdate(key, next, current);
        if (isStored)
        {
            Interlocked.Add(ref _usedBytes, GetSize(next) - GetSize(current));
        }

        return isStored;
    }

    /// <summary>Removes a record. Returns whether it was still stored.</summary>
    public bool TryRemove(SessionKey key, SessionRecord record)
    {
        var isRemoved = _records.TryRemove(KeyValuePair.Create(key, record));
        if (isRemoved)
        {
            Interlocked.Add(ref _usedBytes, -GetSize(record));
        }

        return isRemoved;
    }

    /// <summary>
    /// Ensures that there is space for a record, and removes expired records if there is not. A record that is no larger than the one it
    /// replaces always has space, so that sessions can shrink, be renewed and rotated.
    /// </summary>
    /// <exception cref="SessionEngineException">Live sessions take all of the space.</exception>
    public void EnsureCapacity(SessionRecord next, SessionRecord? replaced)
    {
        var growth = GetSize(next) - GetSize(replaced);
        if (growth > 0 && UsedBytes + growth > maxBytes && !(TryRemoveExpired() && UsedBytes + growth <= maxBytes))
        {
            throw new SessionEngineException(
                $"The memory session engine is full: live sessions take all of its {maxBytes} bytes. Raise {nameof(MemoryEngineOptions)}."
                + $"{nameof(MemoryEngineOptions.MaxBytes)}, shorten the sessions' idle time, or use a database engine.");
        }
    }

    private static long GetSize(SessionRecord? record)
        => record is null
            ? 0
            : MemorySessionEngine.RecordOverhead + record.Values.Payload.Length + ((record.Owner?.Length ?? 0) * sizeof(char))
                + ((record.Closure?.Successors.Count ?? 0) * SessionKey.Size) + (record.Account?.Size ?? 0);

    // A full engine is scanned at most once a second, not at each call.
    private bool TryRemoveExpired()
    {
        var now = timeProvider.GetUtcNow();
        var due = Interlocked.Read(ref _nextScan);
        if (now.UtcTicks < due || Interlocked.CompareExchange(ref _nextScan, (now + ScanInterval).UtcTicks, due) != due)
        {
            return false;
        }

        foreach (var (key, record) in All.Where(entry => entry.Record.HasExpired(now)))
        {
            TryRemove(key, record);
        }

        return true;
    }
}
