using Microsoft.Extensions.Caching.Distributed;

namespace TypedSessions.Engines.Cache;

/// <summary>
/// Keeps sessions in a cache alone: any <see cref="IDistributedCache"/>, with pooled
/// buffers where it is an <see cref="IBufferDistributedCache"/>. Django: the <c>cache</c>
/// backend. The cache drops what has expired by itself, so there is nothing to clear.
/// </summary>
/// <remarks>
/// <para>Within one process, and one engine in it, all rules of <see cref="ISessionEngine"/> hold: writers of a session come one after the other.</para>
/// <para>
/// A distributed cache has no conditional write, so across nodes less can be promised. Of two nodes that change one session within the same
/// milliseconds, the one that writes last may undo what the other changed, and of two that rotate it both may succeed. What was removed is
/// kept from coming back: a removal leaves a tombstone for five minutes, and a writer looks for one after it has written, and takes its
/// record away again. In between others may read that record; it stays only if the writer dies right then, stands still for longer than the
/// tombstone lasts, or the cache answers reads from a replica that lags. Where that matters, use the database or the cached database.
/// </para>
/// <para>A cache may drop entries when it is full or restarts, and such a session is simply gone. The names of entries hold keys, never tokens.</para>
/// </remarks>
public sealed class CacheSessionEngine : ISynchronousSessionEngine
{
    // Longer than any writer should stand still between its read and its write.
    private static readonly TimeSpan TombstoneLifetime = TimeSpan.FromMinutes(5);

    private readonly CacheEntries _entries;
    private readonly TimeProvider _clock;
    private readonly KeyGates _gates = new();

    /// <summary>An engine on a cache.</summary>
    /// <param name="cache">The cache. Remains the caller's.</param>
    /// <param name="clock">What tells the time.</param>
    /// <param name="options">Where in the cache; <see langword="null"/> for the defaults. Read once, here.</param>
    public CacheSessionEngine(IDistributedCache cache, TimeProvider clock, CacheEngineOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(cache);
        ArgumentNullException.ThrowIfNull(clock);
        _entries = new CacheEntries(cache, (options ?? new CacheEngineOptions()).KeyPrefix);
        _clock = clock;
        Guarantees = GuaranteesOf(cache);
    }

    /// <summary>
    /// What the engine can promise. On a cache in this process's memory, updates are
    /// conditional; on others, the nodes share the sessions instead.
    /// </summary>
    public SessionGuarantees Guarantees { get; }

    /// <inheritdoc/>
    public ValueTask<SessionRecord?> LoadAsync(SessionKey key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ExplainAsync("load a session", FindLiveAsync(key, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>The synchronous call of the cache is limited by its client's own timeout.</remarks>
    public SessionRecord? Load(SessionKey key, TimeSpan timeout)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(timeout, TimeSpan.Zero);
        return ExplainAsync("load a session", FindLiveForWaitingThreadAsync(key), CancellationToken.None).AsTask().GetAwaiter().GetResult();
    }

    /// <inheritdoc/>
    public ValueTask<bool> CreateAsync(SessionKey key, SessionRecord record, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(record);
        cancellationToken.ThrowIfCancellationRequested();
        return ExplainAsync("create a session", CreateRecordAsync(key, record, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<CommitResult> UpdateAsync(
        SessionKey key, SessionRecord loaded, SessionChanges changes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(loaded);
        ArgumentNullException.ThrowIfNull(changes);
        cancellationToken.ThrowIfCancellationRequested();
        return ExplainAsync("update a session", UpdateRecordAsync(key, loaded, changes, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<CommitResult> RotateAsync(
        SessionKey key, SessionKey newKey, SessionRecord loaded, SessionChanges changes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(loaded);
        ArgumentNullException.ThrowIfNull(changes);
        cancellationToken.ThrowIfCancellationRequested();
        return ExplainAsync("rotate a session", RotateRecordAsync(key, newKey, loaded, changes, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<bool> RemoveAsync(SessionKey key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ExplainAsync("remove a session", RemoveRecordAsync(key, cancellationToken), cancellationToken);
    }

    /// <summary>Does nothing: the cache drops what has expired by itself.</summary>
    /// <returns>0.</returns>
    public ValueTask<int> RemoveExpiredAsync(int batch, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(0);
    }

    private static SessionGuarantees GuaranteesOf(IDistributedCache cache)
        => SessionGuarantees.Revocation | SessionGuarantees.FreshLoads
            | (cache is MemoryDistributedCache ? SessionGuarantees.ConditionalUpdate : SessionGuarantees.Shared);

    // A copy of a record that is kept elsewhere is none of ours.
    private static SessionRecord? IfOurs(CachedRecord? entry) => entry is { Confirmed: null } ours ? ours.Record : null;

    private SessionRecord? IfLive(CachedRecord? entry)
        => IfOurs(entry) is { } record && !record.HasExpired(_clock.GetUtcNow()) ? record : null;

    private async ValueTask<SessionRecord?> FindAsync(SessionKey key, CancellationToken cancellationToken)
        => IfOurs(await _entries.FindAsync(key, cancellationToken));

    private async ValueTask<SessionRecord?> FindLiveAsync(SessionKey key, CancellationToken cancellationToken)
        => IfLive(await _entries.FindAsync(key, cancellationToken));

    private async ValueTask<SessionRecord?> FindLiveForWaitingThreadAsync(SessionKey key)
        => IfLive(await _entries.FindForWaitingThreadAsync(key));

    private async ValueTask<bool> CreateRecordAsync(SessionKey key, SessionRecord record, CancellationToken cancellationToken)
    {
        using var pass = await _gates.EnterAsync(key, cancellationToken);
        if (await FindAsync(key, cancellationToken) is not null)
        {
            return false;
        }

        await BeginAsync(key, record);
        return true;
    }

    private async ValueTask<CommitResult> UpdateRecordAsync(
        SessionKey key, SessionRecord loaded, SessionChanges changes, CancellationToken cancellationToken)
    {
        using var pass = await _gates.EnterAsync(key, cancellationToken);
        var current = await FindAsync(key, cancellationToken);
        var update = SessionUpdate.Apply(current, loaded, changes, _clock.GetUtcNow());
        return update.Record is not { } next || await TryReplaceAsync(key, next) ? update.Result : CommitResult.Gone;
    }

    // Another node may have removed the record since it was read. That node puts its tombstone up before it removes, and this one looks
    // for a tombstone after it has written: one of the two sees what the other did.
    private async ValueTask<bool> TryReplaceAsync(SessionKey key, SessionRecord next)
    {
        if (LifetimeOf(next) is not { } lifetime)
        {
            await BuryAsync(key);
            return true;
        }

        await _entries.SetAsync(key, new CachedRecord(next), lifetime, CancellationToken.None);
        if (!await _entries.HasTombstoneAsync(key, CancellationToken.None))
        {
            return true;
        }

        await _entries.RemoveAsync(key, CancellationToken.None);
        return false;
    }

    private async ValueTask<CommitResult> RotateRecordAsync(
        SessionKey key, SessionKey newKey, SessionRecord loaded, SessionChanges changes, CancellationToken cancellationToken)
    {
        using var pass = await _gates.EnterAsync(key, newKey, cancellationToken);
        var current = await FindAsync(key, cancellationToken);
        var update = SessionUpdate.Rotate(current, newKey, loaded, changes, _clock.GetUtcNow());
        if (update is not { Record: { } next, ClosedCopy: { } copy })
        {
            return update.Result;
        }

        if (await FindAsync(newKey, cancellationToken) is not null)
        {
            throw new SessionEngineException("The cache session engine could not rotate a session: the new key is taken.");
        }

        await BeginAsync(newKey, next);
        if (!current!.IsClosed && await _entries.HasTombstoneAsync(key, CancellationToken.None))
        {
            await _entries.RemoveAsync(newKey, CancellationToken.None);

            // Who put it up may have failed before the removal.
            await _entries.RemoveAsync(key, CancellationToken.None);
            return CommitResult.Gone;
        }

        await CloseAsync(key, copy);
        return update.Result;
    }

    private async ValueTask<bool> RemoveRecordAsync(SessionKey key, CancellationToken cancellationToken)
    {
        using var pass = await _gates.EnterAsync(key, cancellationToken);
        var current = await FindLiveAsync(key, cancellationToken);
        if (current is { IsClosed: true })
        {
            return false;
        }

        await BuryAsync(key);
        return current is not null;
    }

    // A write that has begun is not cancelled: half of it would be worse than all of it, late.
    private async ValueTask BeginAsync(SessionKey key, SessionRecord record)
    {
        if (LifetimeOf(record) is { } lifetime)
        {
            await _entries.RemoveTombstoneAsync(key, CancellationToken.None);
            await _entries.SetAsync(key, new CachedRecord(record), lifetime, CancellationToken.None);
        }
    }

    private async ValueTask BuryAsync(SessionKey key)
    {
        await _entries.SetTombstoneAsync(key, TombstoneLifetime, CancellationToken.None);
        await _entries.RemoveAsync(key, CancellationToken.None);
    }

    // A writer on another node that read the record before it was closed finds the tombstone, and takes away what it has written.
    private async ValueTask CloseAsync(SessionKey key, SessionRecord copy)
    {
        await _entries.SetTombstoneAsync(key, TombstoneLifetime, CancellationToken.None);
        if (LifetimeOf(copy) is { } lifetime)
        {
            await _entries.SetAsync(key, new CachedRecord(copy), lifetime, CancellationToken.None);
        }
    }

    // None for what has ended already, which no cache would take.
    private TimeSpan? LifetimeOf(SessionRecord record)
        => record.Expires - _clock.GetUtcNow() is var lifetime && lifetime > TimeSpan.Zero ? lifetime : null;

    // Its words are not repeated, because some errors quote the connection string.
    private async ValueTask<T> ExplainAsync<T>(string attempt, ValueTask<T> work, CancellationToken cancellationToken)
    {
        try
        {
            return await work;
        }
        catch (Exception error) when (IsTrouble(error, cancellationToken))
        {
            throw new SessionEngineException($"The cache session engine ({_entries.CacheType}) could not {attempt}.", error);
        }
    }

    // A cache that lost patience cancels, too.
    private static bool IsTrouble(Exception error, CancellationToken cancellationToken)
        => error is not SessionEngineException && !(error is OperationCanceledException && cancellationToken.IsCancellationRequested);
}
