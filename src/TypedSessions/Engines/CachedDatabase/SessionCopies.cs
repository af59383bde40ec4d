using TypedSessions.Engines.Cache;

namespace TypedSessions.Engines.CachedDatabase;

/// <summary>
/// The copies of records in the cache. Gives out only what may be believed, and never throws for the cache's sake.
/// </summary>
internal sealed class SessionCopies(CacheEntries entries, CachedDatabaseOptions options, TimeProvider clock, CacheTrouble trouble)
{
    private readonly TimeSpan _maxStaleness = options.MaxStaleness;
    private readonly TimeSpan _timeout = options.CacheTimeout;

    // Twice the time: another node's clock may run ahead, and its copies look younger than they are.
    private readonly RecentWrites _writes = new(clock, options.MaxStaleness * 2);

    /// <summary>A copy of a record that may be believed, or <see langword="null"/>.</summary>
    public async ValueTask<SessionRecord?> FindAsync(SessionKey key, CancellationToken cancellationToken)
    {
        var record = IfFresh(await TryAsync(() => entries.FindAsync(key, cancellationToken), cancellationToken));
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
        var record = IfFresh(await TryAsync(() => entries.FindForWaitingThreadAsync(key), CancellationToken.None));
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
    public ValueTask AddAsync(SessionKey key, SessionRecord record, DateTimeOffset asked)
        => _writes.Allow(key, record.Version) ? PutAsync(key, record, asked) : ValueTask.CompletedTask;

    /// <summary>Replaces the copy of a record that was written to the database.</summary>
    /// <param name="key">The record's key.</param>
    /// <param name="record">The record as it is stored now.</param>
    /// <param name="asked">The moment before the database was asked.</param>
    public ValueTask ReplaceAsync(SessionKey key, SessionRecord record, DateTimeOffset asked)
    {
        _writes.Add(key, record.Version);
        return PutAsync(key, record, asked);
    }

    /// <summary>Removes the copy of a record that is gone from the database, or of which nobody knows.</summary>
    public ValueTask RemoveAsync(SessionKey key)
    {
        _writes.Add(key, RecentWrites.Removed);
        return DropAsync(key);
    }

    // A copy from the future is by another clock, and of unknown age.
    private SessionRecord? IfFresh(CachedRecord? copy)
    {
        var now = clock.GetUtcNow();
        return copy is { Confirmed: { } confirmed, Record: { Values.IsReadable: true } record }
            && confirmed <= now
            && now - confirmed < _maxStaleness
            && !record.HasExpired(now)
            ? record
            : null;
    }

    private ValueTask PutAsync(SessionKey key, SessionRecord record, DateTimeOffset confirmed)
    {
        var now = clock.GetUtcNow();
        var lifetime = Shorter(record.Expires - now, confirmed + _maxStaleness - now);
        return lifetime > TimeSpan.Zero && record.Values.IsReadable
            ? DoAsync(() => entries.SetAsync(key, new CachedRecord(record, confirmed), lifetime, CancellationToken.None))
            : DropAsync(key);
    }

    private ValueTask DropAsync(SessionKey key) => DoAsync(() => entries.RemoveAsync(key, CancellationToken.None));

    private async ValueTask DoAsync(Func<ValueTask> operation)
        => await TryAsync(
            async () =>
            {
                await operation();
                return true;
            },
            CancellationToken.None);

    // The default where the cache fails, is too slow, or is being left alone. What was too slow goes on unobserved and may come late: the rules
    // about what is believed allow for that.
    private async ValueTask<T?> TryAsync<T>(Func<ValueTask<T>> operation, CancellationToken cancellationToken)
    {
        if (!trouble.MayTry())
        {
            return default;
        }

        try
        {
            var start = clock.GetTimestamp();
            var answer = operation();
            var result = answer.IsCompleted ? await answer : await answer.AsTask().WaitAsync(_timeout, clock, cancellationToken);
            if (clock.GetElapsedTime(start) > _timeout)
            {
                trouble.Found(new TimeoutException("The cache answered, and a thread waited for it for longer than CachedDatabaseOptions.CacheTimeout."));
            }
            else
            {
                trouble.Ended();
            }

            return result;
        }
        catch (Exception error) when (!(error is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            trouble.Found(error);
            return default;
        }
    }

    private static TimeSpan Shorter(TimeSpan left, TimeSpan right) => left < right ? left : right;
}
