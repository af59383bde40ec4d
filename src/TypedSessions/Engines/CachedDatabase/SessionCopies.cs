using TypedSessions.Engines.Cache;

namespace TypedSessions.Engines.CachedDatabase;

/// <summary>The copies of records in the cache. Returns only fresh copies, and never throws an error of the cache.</summary>
internal sealed class SessionCopies : IDisposable
{
    private readonly CacheEntries _entries;
    private readonly TimeProvider _timeProvider;
    private readonly CacheCircuitBreaker _breaker;
    private readonly TimeSpan _maxStaleness;
    private readonly TimeSpan _timeout;
    private readonly RecentWrites _writes;
    private readonly CopyRemovals _removals;

    public SessionCopies(CacheEntries entries, CachedDatabaseOptions options, TimeProvider timeProvider, CacheCircuitBreaker breaker)
    {
        _entries = entries;
        _timeProvider = timeProvider;
        _breaker = breaker;
        _maxStaleness = options.MaxStaleness;
        _timeout = options.CacheTimeout;

        // Twice as long, because the copies of a node whose clock is ahead appear younger than they are.
        var lifetime = options.MaxStaleness * 2;
        _writes = new RecentWrites(timeProvider, lifetime);
        _removals = new CopyRemovals(TryRemoveInBackgroundAsync, timeProvider, lifetime);
    }

    /// <summary>Returns the fresh copy of a record; <see langword="null"/> if there is none.</summary>
    public ValueTask<SessionRecord?> FindAsync(SessionKey key, CancellationToken cancellationToken)
        => FindAsync(key, () => _entries.FindAsync(key, cancellationToken), cancellationToken);

    /// <summary>Returns the fresh copy by the cache's synchronous call, if the cache has one.</summary>
    public ValueTask<SessionRecord?> FindSynchronouslyAsync(SessionKey key)
        => FindAsync(key, () => _entries.FindSynchronouslyAsync(key), CancellationToken.None);

    /// <summary>Stores a copy of a record that was read from the database.</summary>
    /// <param name="key">The record's key.</param>
    /// <param name="record">The record.</param>
    /// <param name="confirmedAt">The time before the database was read.</param>
    public async ValueTask AddAsync(SessionKey key, SessionRecord record, DateTimeOffset confirmedAt)
    {
        if (_writes.IsCurrent(key, record.Version))
        {
            await TryStoreAsync(key, record, confirmedAt);
        }
    }

    /// <summary>Replaces the copy of a record that was written to the database.</summary>
    /// <param name="key">The record's key.</param>
    /// <param name="record">The record as it is stored now.</param>
    /// <param name="confirmedAt">The time before the database was written.</param>
    public async ValueTask ReplaceAsync(SessionKey key, SessionRecord record, DateTimeOffset confirmedAt)
    {
        _writes.Add(key, record.Version);
        if (!await TryStoreAsync(key, record, confirmedAt))
        {
            _removals.Add(key);
        }
    }

    /// <summary>Removes the copy of a record that is gone from the database, or may have changed there.</summary>
    public ValueTask RemoveAsync(SessionKey key)
    {
        _writes.Add(key, RecentWrites.Removed);
        return DropAsync(key);
    }

    public void Dispose() => _removals.Dispose();

    private async ValueTask<SessionRecord?> FindAsync(
        SessionKey key, Func<ValueTask<byte[]?>> find, CancellationToken cancellationToken)
    {
        var record = GetFresh(await TryAsync(find, cancellationToken));
        if (record is null || _writes.IsCurrent(key, record.Version))
        {
            return record;
        }

        // The copy is stale, so it is removed for other nodes, too.
        _removals.Add(key);
        return null;
    }

    // A timestamp in the future comes from a clock that is ahead, so the age of the copy is unknown.
    private SessionRecord? GetFresh(byte[]? entry)
    {
        var now = _timeProvider.GetUtcNow();
        return CachedCopy.FromBytes(entry) is { Record: { Values.IsReadable: true } record, ConfirmedAt: var confirmedAt }
            && confirmedAt <= now
            && now - confirmedAt < _maxStaleness
            && !record.HasExpired(now)
            ? record
            : null;
    }

    private async ValueTask<bool> TryStoreAsync(SessionKey key, SessionRecord record, DateTimeOffset confirmedAt)
    {
        var now = _timeProvider.GetUtcNow();
        var (untilExpired, untilStale) = (record.ExpiresAt - now, confirmedAt + _maxStaleness - now);
        var lifetime = untilExpired < untilStale ? untilExpired : untilStale;
        if (lifetime <= TimeSpan.Zero || !record.Values.IsReadable)
        {
            return await TryRemoveAsync(key);
        }

        if (!_breaker.TryEnter())
        {
            return false;
        }

        if (await CallAsync(() => StoreAsync(key, new CachedCopy(record, confirmedAt), lifetime), CancellationToken.None))
        {
            return true;
        }

        // The cache may still store it late, and a touch does not change the version by which a late copy is detected.
        _writes.Add(key, RecentWrites.Removed);
        return false;
    }

    // A copy that failed, was stored late, or was overtaken by a write of this process may have replaced a newer one.
    private async ValueTask<bool> StoreAsync(SessionKey key, CachedCopy copy, TimeSpan lifetime)
    {
        var start = _timeProvider.GetTimestamp();
        var isCurrent = false;
        try
        {
            await _entries.SetAsync(key, copy.ToBytes(), lifetime);
            isCurrent = _timeProvider.GetElapsedTime(start) <= _timeout && _writes.IsCurrent(key, copy.Record.Version);
            return true;
        }
        finally
        {
            if (!isCurrent)
            {
                _removals.Add(key);
            }
        }
    }

    private async ValueTask DropAsync(SessionKey key)
    {
        if (!await TryRemoveAsync(key))
        {
            _removals.Add(key);
        }
    }

    private ValueTask<bool> TryRemoveAsync(SessionKey key) => TryAsync(() => RemoveEntryAsync(key), CancellationToken.None);

    private async ValueTask<bool> RemoveEntryAsync(SessionKey key)
    {
        await _entries.RemoveAsync(key);
        return true;
    }

    // Runs even while the circuit is open: no request waits for it, and other nodes may use the copy.
    private async ValueTask<bool> TryRemoveInBackgroundAsync(SessionKey key)
    {
        try
        {
            var start = _timeProvider.GetTimestamp();
            await _entries.RemoveAsync(key).AsTask().WaitAsync(CacheCircuitBreaker.BreakDuration, _timeProvider);
            if (_timeProvider.GetElapsedTime(start) <= _timeout)
            {
                _breaker.RecordSuccess();
            }

            return true;
        }
        catch (Exception error)
        {
            _breaker.RecordFailure(error);
            return false;
        }
    }

    private async ValueTask<T?> TryAsync<T>(Func<ValueTask<T>> operation, CancellationToken cancellationToken)
        => _breaker.TryEnter() ? await CallAsync(operation, cancellationToken) : default;

    // Returns the default if the cache fails or is too slow. A slow operation continues unobserved and may complete late, which the rules
    // about fresh copies allow for.
    private async ValueTask<T?> CallAsync<T>(Func<ValueTask<T>> operation, CancellationToken cancellationToken)
    {
        try
        {
            var start = _timeProvider.GetTimestamp();
            var pending = operation();
            var result = pending.IsCompleted
                ? await pending
                : await pending.AsTask().WaitAsync(_timeout, _timeProvider, cancellationToken);
            if (_timeProvider.GetElapsedTime(start) > _timeout)
            {
                _breaker.RecordFailure(
                    new TimeoutException("The cache answered, but blocked a thread for longer than CachedDatabaseOptions.CacheTimeout."));
            }
            else
            {
                _breaker.RecordSuccess();
            }

            return result;
        }
        catch (Exception error) when (!(error is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            _breaker.RecordFailure(error);
            return default;
        }
    }
}
