using TypedSessions.Engines.Cache;

namespace TypedSessions.Engines.CachedDatabase;

/// <summary>
/// The copies of records in the cache. Gives out only what may be believed, and never throws for the cache's sake.
/// </summary>
internal sealed class SessionCopies : IDisposable
{
    private readonly CacheEntries _entries;
    private readonly TimeProvider _clock;
    private readonly CacheTrouble _trouble;
    private readonly TimeSpan _maxStaleness;
    private readonly TimeSpan _timeout;
    private readonly RecentWrites _writes;
    private readonly CopyRemovals _removals;

    public SessionCopies(CacheEntries entries, CachedDatabaseOptions options, TimeProvider clock, CacheTrouble trouble)
    {
        _entries = entries;
        _clock = clock;
        _trouble = trouble;
        _maxStaleness = options.MaxStaleness;
        _timeout = options.CacheTimeout;

        // Twice the time: another node's clock may run ahead, and its copies look younger than they are.
        var lifetime = options.MaxStaleness * 2;
        _writes = new RecentWrites(clock, lifetime);
        _removals = new CopyRemovals(TryRemoveInBackgroundAsync, clock, lifetime);
    }

    /// <summary>A copy of a record that may be believed, or <see langword="null"/>.</summary>
    public async ValueTask<SessionRecord?> FindAsync(SessionKey key, CancellationToken cancellationToken)
    {
        var record = IfFresh(await TryAsync(() => _entries.FindAsync(key, cancellationToken), cancellationToken));
        if (record is null || _writes.Allow(key, record.Version))
        {
            return record;
        }

        // Known to be stale here, so it is of no use to other nodes either.
        await DropAsync(key);
        return null;
    }

    /// <summary>The same by the cache's synchronous call. Nothing is waited for but that.</summary>
    public async ValueTask<SessionRecord?> FindForWaitingThreadAsync(SessionKey key)
    {
        var record = IfFresh(await TryAsync(() => _entries.FindForWaitingThreadAsync(key), CancellationToken.None));
        if (record is null || _writes.Allow(key, record.Version))
        {
            return record;
        }

        _ = DropAsync(key).AsTask();
        return null;
    }

    /// <summary>Keeps a copy of a record that was read from the database.</summary>
    /// <param name="key">The record's key.</param>
    /// <param name="record">The record.</param>
    /// <param name="asked">The moment before the database was asked.</param>
    public async ValueTask AddAsync(SessionKey key, SessionRecord record, DateTimeOffset asked)
    {
        if (_writes.Allow(key, record.Version))
        {
            await TryPutAsync(key, record, asked);
        }
    }

    /// <summary>Replaces the copy of a record that was written to the database.</summary>
    /// <param name="key">The record's key.</param>
    /// <param name="record">The record as it is stored now.</param>
    /// <param name="asked">The moment before the database was asked.</param>
    public async ValueTask ReplaceAsync(SessionKey key, SessionRecord record, DateTimeOffset asked)
    {
        _writes.Add(key, record.Version);
        if (!await TryPutAsync(key, record, asked))
        {
            _removals.Add(key);
        }
    }

    /// <summary>Removes the copy of a record that is gone from the database, or of which nobody knows.</summary>
    public ValueTask RemoveAsync(SessionKey key)
    {
        _writes.Add(key, RecentWrites.Removed);
        return DropAsync(key);
    }

    public void Dispose() => _removals.Dispose();

    // A copy from the future is by another clock, and of unknown age.
    private SessionRecord? IfFresh(CachedRecord? copy)
    {
        var now = _clock.GetUtcNow();
        return copy is { Confirmed: { } confirmed, Record: { Values.IsReadable: true } record }
            && confirmed <= now
            && now - confirmed < _maxStaleness
            && !record.HasExpired(now)
            ? record
            : null;
    }

    private async ValueTask<bool> TryPutAsync(SessionKey key, SessionRecord record, DateTimeOffset confirmed)
    {
        var now = _clock.GetUtcNow();
        var lifetime = Shorter(record.Expires - now, confirmed + _maxStaleness - now);
        if (lifetime <= TimeSpan.Zero || !record.Values.IsReadable)
        {
            return await TryRemoveAsync(key);
        }

        if (!_trouble.MayTry())
        {
            return false;
        }

        var isDone = await AttemptAsync(() => SetAsync(key, new CachedRecord(record, confirmed), lifetime));
        if (!isDone)
        {
            // It may still be done, however late, and a touch does not change the version by which a late copy is recognized.
            _writes.Add(key, RecentWrites.Removed);
        }

        return isDone;
    }

    // A copy that came late, whose fate is unknown or that was overtaken by a write of this process may have replaced a newer one.
    private async ValueTask SetAsync(SessionKey key, CachedRecord copy, TimeSpan lifetime)
    {
        var start = _clock.GetTimestamp();
        var isDone = false;
        try
        {
            await _entries.SetAsync(key, copy, lifetime, CancellationToken.None);
            isDone = _clock.GetElapsedTime(start) <= _timeout && _writes.Allow(key, copy.Record.Version);
        }
        finally
        {
            if (!isDone)
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

    private ValueTask<bool> TryRemoveAsync(SessionKey key) => TryAsync(() => _entries.RemoveAsync(key, CancellationToken.None));

    // Also while the cache is left alone: no request waits for it, and other nodes may use the copy.
    private async ValueTask<bool> TryRemoveInBackgroundAsync(SessionKey key)
    {
        try
        {
            var start = _clock.GetTimestamp();
            await _entries.RemoveAsync(key, CancellationToken.None).AsTask().WaitAsync(CacheTrouble.Pause, _clock);
            if (_clock.GetElapsedTime(start) <= _timeout)
            {
                _trouble.Ended();
            }

            return true;
        }
        catch (Exception error)
        {
            _trouble.Found(error);
            return false;
        }
    }

    private async ValueTask<bool> TryAsync(Func<ValueTask> operation) => _trouble.MayTry() && await AttemptAsync(operation);

    private ValueTask<bool> AttemptAsync(Func<ValueTask> operation)
        => AttemptAsync(
            async () =>
            {
                await operation();
                return true;
            },
            CancellationToken.None);

    private async ValueTask<T?> TryAsync<T>(Func<ValueTask<T>> operation, CancellationToken cancellationToken)
        => _trouble.MayTry() ? await AttemptAsync(operation, cancellationToken) : default;

    // The default where the cache fails or is too slow. What was too slow goes on unobserved and may come late: the rules about what is
    // believed
    // allow for that.
    private async ValueTask<T?> AttemptAsync<T>(Func<ValueTask<T>> operation, CancellationToken cancellationToken)
    {
        try
        {
            var start = _clock.GetTimestamp();
            var answer = operation();
            var result = answer.IsCompleted ? await answer : await answer.AsTask().WaitAsync(_timeout, _clock, cancellationToken);
            if (_clock.GetElapsedTime(start) > _timeout)
            {
                _trouble.Found(new TimeoutException("The cache answered, and a thread waited for it for longer than CachedDatabaseOptions.CacheTimeout."));
            }
            else
            {
                _trouble.Ended();
            }

            return result;
        }
        catch (Exception error) when (!(error is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            _trouble.Found(error);
            return default;
        }
    }

    private static TimeSpan Shorter(TimeSpan left, TimeSpan right) => left < right ? left : right;
}
