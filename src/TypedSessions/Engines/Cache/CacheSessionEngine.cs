using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Options;

namespace TypedSessions.Engines.Cache;

/// <summary>
/// Stores sessions in a cache only, in any <see cref="IDistributedCache"/>. The cache drops expired sessions itself, so there is nothing to
/// clean up. Django: the <c>cache</c> backend.
/// </summary>
/// <remarks>
/// <para>
/// Within one process, and one engine in it, all rules of <see cref="ISessionEngine"/> hold, because the writes to a session are
/// serialized.
/// </para>
/// <para>
/// A distributed cache has no conditional write, so the rules are weaker across nodes. If two nodes change one session within the same
/// milliseconds, the later write may undo the earlier one, and if two rotate it, both may succeed. A removed session does not come back: a
/// removal leaves a tombstone for five minutes, and a writer that finds one after it has written removes its record again. Until then
/// others may read that record; it stays only if the writer stops right then, pauses for longer than the tombstone lasts, or the cache
/// reads from a replica that lags. If that matters, use the database or the cached database.
/// </para>
/// <para>
/// A cache may drop entries when it is full or restarts, and such a session is gone. The names of entries hold keys, never tokens.
/// </para>
/// </remarks>
public sealed class CacheSessionEngine : ISynchronousSessionEngine
{
    // Longer than any writer should pause between its read and its write.
    private static readonly TimeSpan TombstoneLifetime = TimeSpan.FromMinutes(5);

    private readonly CacheEntries _entries;
    private readonly TimeProvider _timeProvider;
    private readonly KeyedAsyncLock _lock = new();

    /// <summary>Initializes a new instance on a cache.</summary>
    /// <param name="cache">The cache. The engine does not dispose of it.</param>
    /// <param name="timeProvider">The time provider that decides when sessions expire.</param>
    /// <param name="options">The options; <see langword="null"/> for the defaults. Read once, here.</param>
    /// <exception cref="OptionsValidationException">An option is out of its range.</exception>
    public CacheSessionEngine(IDistributedCache cache, TimeProvider timeProvider, CacheEngineOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(cache);
        ArgumentNullException.ThrowIfNull(timeProvider);
        _entries = new CacheEntries(cache, new CacheEngineOptionsValidator().Check(options ?? new CacheEngineOptions()).KeyPrefix);
        _timeProvider = timeProvider;
        Guarantees = GetGuarantees(cache);
    }

    /// <summary>
    /// Gets the guarantees of the engine. On a cache in this process's memory, updates are conditional; on others, nodes share the
    /// sessions instead.
    /// </summary>
    public SessionGuarantees Guarantees { get; }

    /// <inheritdoc/>
    public ValueTask<SessionRecord?> LoadAsync(SessionKey key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return TranslateAsync("load a session", FindLiveAsync(_entries.FindAsync(key, cancellationToken)), cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>Uses the cache's synchronous call, whose timeout the cache decides.</remarks>
    public SessionRecord? Load(SessionKey key, TimeSpan timeout)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(timeout, TimeSpan.Zero);
        return TranslateAsync("load a session", FindLiveAsync(_entries.FindSynchronouslyAsync(key)), CancellationToken.None)
            .AsTask().GetAwaiter().GetResult();
    }

    /// <inheritdoc/>
    public ValueTask<bool> CreateAsync(SessionKey key, SessionRecord record, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(record);
        cancellationToken.ThrowIfCancellationRequested();
        return TranslateAsync("create a session", CreateRecordAsync(key, record, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<CommitResult> UpdateAsync(
        SessionKey key, SessionRecord loaded, SessionChanges changes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(loaded);
        ArgumentNullException.ThrowIfNull(changes);
        cancellationToken.ThrowIfCancellationRequested();
        return TranslateAsync("update a session", UpdateRecordAsync(key, loaded, changes, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<CommitResult> RotateAsync(
        SessionKey key, SessionKey newKey, SessionRecord loaded, SessionChanges changes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(loaded);
        ArgumentNullException.ThrowIfNull(changes);
        cancellationToken.ThrowIfCancellationRequested();
        return TranslateAsync("rotate a session", RotateRecordAsync(key, newKey, loaded, changes, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<bool> RemoveAsync(SessionKey key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return TranslateAsync("remove a session", RemoveRecordAsync(key, cancellationToken), cancellationToken);
    }

    /// <summary>Does nothing: the cache drops expired sessions itself.</summary>
    /// <returns>0.</returns>
    public ValueTask<int> RemoveExpiredAsync(int batchSize, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(0);
    }

    private static SessionGuarantees GetGuarantees(IDistributedCache cache)
        => SessionGuarantees.Revocation | SessionGuarantees.FreshLoads
            | (cache is MemoryDistributedCache ? SessionGuarantees.ConditionalUpdate : SessionGuarantees.Shared);

    private async ValueTask<SessionRecord?> FindAsync(SessionKey key, CancellationToken cancellationToken)
        => SessionRecordFormat.Read(await _entries.FindAsync(key, cancellationToken));

    private async ValueTask<SessionRecord?> FindLiveAsync(ValueTask<byte[]?> entry)
        => SessionRecordFormat.Read(await entry) is { } record && GetLifetime(record) is not null ? record : null;

    private async ValueTask<bool> CreateRecordAsync(SessionKey key, SessionRecord record, CancellationToken cancellationToken)
    {
        using var releaser = await _lock.AcquireAsync([key], cancellationToken);
        if (await FindAsync(key, cancellationToken) is not null)
        {
            return false;
        }

        await AddAsync(key, record);
        return true;
    }

    private async ValueTask<CommitResult> UpdateRecordAsync(
        SessionKey key, SessionRecord loaded, SessionChanges changes, CancellationToken cancellationToken)
    {
        using var releaser = await _lock.AcquireAsync([key], cancellationToken);
        var current = await FindAsync(key, cancellationToken);
        var update = SessionUpdate.Apply(current, loaded, changes, _timeProvider.GetUtcNow());
        return update.Record is not { } next || await TryReplaceAsync(key, next) ? update.Result : CommitResult.Gone;
    }

    // Another node may have removed the record since it was read. It stores a tombstone before the removal, and this node checks for one
    // after the write, so that at least one of the two removes the record.
    private async ValueTask<bool> TryReplaceAsync(SessionKey key, SessionRecord next)
    {
        if (GetLifetime(next) is null)
        {
            await RemoveWithTombstoneAsync(key);
            return true;
        }

        await StoreAsync(key, next);
        if (!await _entries.HasTombstoneAsync(key))
        {
            return true;
        }

        await _entries.RemoveAsync(key);
        return false;
    }

    private async ValueTask<CommitResult> RotateRecordAsync(
        SessionKey key, SessionKey newKey, SessionRecord loaded, SessionChanges changes, CancellationToken cancellationToken)
    {
        using var releaser = await _lock.AcquireAsync([key, newKey], cancellationToken);
        var current = await FindAsync(key, cancellationToken);
        var update = SessionUpdate.Rotate(current, newKey, loaded, changes, _timeProvider.GetUtcNow());
        if (update is not { Record: { } next, ClosedCopy: { } copy })
        {
            return update.Result;
        }

        if (await FindAsync(newKey, cancellationToken) is not null)
        {
            throw new SessionEngineException("The cache session engine could not rotate a session: the new key is taken.");
        }

        await AddAsync(newKey, next);
        if (!current!.IsClosed && await _entries.HasTombstoneAsync(key))
        {
            // The node that stored the tombstone may have failed before the removal.
            await _entries.RemoveAsync(newKey);
            await _entries.RemoveAsync(key);
            return CommitResult.Gone;
        }

        // A node that read the record before it was closed finds the tombstone, and removes what it has written.
        await _entries.SetTombstoneAsync(key, TombstoneLifetime);
        await StoreAsync(key, copy);
        return update.Result;
    }

    private async ValueTask<bool> RemoveRecordAsync(SessionKey key, CancellationToken cancellationToken)
    {
        using var releaser = await _lock.AcquireAsync([key], cancellationToken);
        var current = await FindLiveAsync(_entries.FindAsync(key, cancellationToken));
        if (current is { IsClosed: true })
        {
            return false;
        }

        await RemoveWithTombstoneAsync(key);
        return current is not null;
    }

    // A write that has begun is not canceled, because a partial write is worse than a late one.
    private async ValueTask AddAsync(SessionKey key, SessionRecord record)
    {
        if (GetLifetime(record) is not null)
        {
            await _entries.RemoveTombstoneAsync(key);
            await StoreAsync(key, record);
        }
    }

    private async ValueTask StoreAsync(SessionKey key, SessionRecord record)
    {
        if (GetLifetime(record) is { } lifetime)
        {
            await _entries.SetAsync(key, SessionRecordFormat.Write(record), lifetime);
        }
    }

    private async ValueTask RemoveWithTombstoneAsync(SessionKey key)
    {
        await _entries.SetTombstoneAsync(key, TombstoneLifetime);
        await _entries.RemoveAsync(key);
    }

    // Null for a record that has expired, which caches reject.
    private TimeSpan? GetLifetime(SessionRecord record)
        => record.ExpiresAt - _timeProvider.GetUtcNow() is var lifetime && lifetime > TimeSpan.Zero ? lifetime : null;

    // The cache's own message is not repeated, because some quote the connection string. A cache that times out cancels, too.
    private async ValueTask<T> TranslateAsync<T>(string attempt, ValueTask<T> work, CancellationToken cancellationToken)
    {
        try
        {
            return await work;
        }
        catch (Exception error) when (
            error is not SessionEngineException && !(error is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            throw new SessionEngineException($"The cache session engine ({_entries.CacheType}) could not {attempt}.", error);
        }
    }
}
