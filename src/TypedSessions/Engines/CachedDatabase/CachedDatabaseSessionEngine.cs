using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using TypedSessions.Diagnostics;
using TypedSessions.Engines.Cache;

namespace TypedSessions.Engines.CachedDatabase;

/// <summary>
/// Reads sessions from a cache and keeps them in a database. Django: the <c>cached_db</c>
/// backend. Every write goes to the database first and then replaces or removes the cached copy.
/// </summary>
/// <remarks>
/// <para>
/// The database has the truth: updates are conditional there, and whoever built on a stale copy is merged or told that the session is gone.
/// A logout, a rotation or a change is seen on its own node at once, and on others within <see cref="CachedDatabaseOptions.MaxStaleness"/>,
/// to which a difference between the nodes' clocks adds where the cache keeps no time of its own.
/// </para>
/// <para>
/// A cache that fails, hangs, or holds what is no session fails no request. Copies that could not be updated or removed are removed in the
/// background as soon as the cache answers;
/// until then other nodes may read them, within the same bound. It is logged once when that begins and once when it ends, and counted.
/// Register one engine per process.
/// </para>
/// </remarks>
public sealed class CachedDatabaseSessionEngine : ISynchronousSessionEngine, ISessionInventory, IAsyncDisposable, IDisposable
{
    private readonly ISessionInventory _inventory;
    private readonly SessionCopies _copies;
    private readonly TimeProvider _clock;

    /// <summary>An engine on a cache and a database.</summary>
    /// <param name="database">The engine that has the truth. This one disposes of it.</param>
    /// <param name="cache">The cache. Remains the caller's.</param>
    /// <param name="clock">What tells the time.</param>
    /// <param name="options">
    /// Where in the cache, and how far it is trusted; <see langword="null"/> for the defaults. Read once, here.
    /// </param>
    /// <param name="log">Told of a failing cache.</param>
    /// <exception cref="ArgumentException"><paramref name="database"/> cannot list its records.</exception>
    public CachedDatabaseSessionEngine(
        ISessionEngine database, IDistributedCache cache, TimeProvider clock, CachedDatabaseOptions? options = null, ILogger? log = null)
        : this(database, cache, clock, options ?? new CachedDatabaseOptions(), log ?? NullLogger.Instance, metrics: null)
    {
    }

    internal CachedDatabaseSessionEngine(
        ISessionEngine database, IDistributedCache cache, TimeProvider clock, CachedDatabaseOptions options, ILogger log, SessionMetrics? metrics)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentNullException.ThrowIfNull(cache);
        ArgumentNullException.ThrowIfNull(clock);
        Database = database;
        _inventory = database as ISessionInventory
            ?? throw new ArgumentException(
                "The engine behind a cache must be one that can list its records, as the database engine.", nameof(database));
        _copies = new SessionCopies(new CacheEntries(cache, options.KeyPrefix), options, clock, new CacheTrouble(clock, log, metrics));
        _clock = clock;
    }

    /// <summary>
    /// What the database can promise, without <see cref="SessionGuarantees.FreshLoads"/>. A removed record is gone at once for this node
    /// and within
    /// <see cref="CachedDatabaseOptions.MaxStaleness"/> for others.
    /// </summary>
    public SessionGuarantees Guarantees => Database.Guarantees & ~SessionGuarantees.FreshLoads;

    /// <summary>The engine that has the truth.</summary>
    internal ISessionEngine Database { get; }

    /// <inheritdoc/>
    public async ValueTask<SessionRecord?> LoadAsync(SessionKey key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (await _copies.FindAsync(key, cancellationToken) is { } copy)
        {
            return copy;
        }

        var asked = _clock.GetUtcNow();
        var record = await Database.LoadAsync(key, cancellationToken);
        if (record is { IsClosed: false })
        {
            await _copies.AddAsync(key, record, asked);
        }

        return record;
    }

    /// <inheritdoc/>
    public ValueTask<SessionRecord?> LoadFreshAsync(SessionKey key, CancellationToken cancellationToken)
        => Database.LoadFreshAsync(key, cancellationToken);

    /// <inheritdoc/>
    /// <remarks>
    /// The synchronous call of the cache is limited by its client's own timeout instead of
    /// <see cref="CachedDatabaseOptions.CacheTimeout"/>. The copy of what the database returned is stored in the background.
    /// </remarks>
    public SessionRecord? Load(SessionKey key, TimeSpan timeout)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(timeout, TimeSpan.Zero);
        if (_copies.FindForWaitingThreadAsync(key).AsTask().GetAwaiter().GetResult() is { } copy)
        {
            return copy;
        }

        var asked = _clock.GetUtcNow();
        var record = Database is ISynchronousSessionEngine database
            ? database.Load(key, timeout)
            : Database.LoadAsync(key, CancellationToken.None).AsTask().GetAwaiter().GetResult();
        if (record is { IsClosed: false })
        {
            _ = _copies.AddAsync(key, record, asked).AsTask();
        }

        return record;
    }

    /// <inheritdoc/>
    public async ValueTask<bool> CreateAsync(SessionKey key, SessionRecord record, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var asked = _clock.GetUtcNow();
        var isCreated = await WriteAsync(key, Database.CreateAsync(key, record, cancellationToken));
        if (isCreated)
        {
            await _copies.AddAsync(key, record, asked);
        }

        return isCreated;
    }

    /// <inheritdoc/>
    public async ValueTask<CommitResult> UpdateAsync(
        SessionKey key, SessionRecord loaded, SessionChanges changes, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var asked = _clock.GetUtcNow();
        var result = await WriteAsync(key, Database.UpdateAsync(key, loaded, changes, cancellationToken));
        await (result.IsGone ? _copies.RemoveAsync(key) : _copies.ReplaceAsync(key, result.Record, asked));
        return result;
    }

    /// <inheritdoc/>
    public async ValueTask<CommitResult> RotateAsync(
        SessionKey key, SessionKey newKey, SessionRecord loaded, SessionChanges changes, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var asked = _clock.GetUtcNow();
        var result = await WriteAsync(key, Database.RotateAsync(key, newKey, loaded, changes, cancellationToken));
        await _copies.RemoveAsync(key);
        if (!result.IsGone)
        {
            await _copies.AddAsync(newKey, result.Record, asked);
        }

        return result;
    }

    /// <inheritdoc/>
    public async ValueTask<bool> RemoveAsync(SessionKey key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var wasThere = await WriteAsync(key, Database.RemoveAsync(key, cancellationToken));
        await _copies.RemoveAsync(key);
        return wasThere;
    }

    /// <inheritdoc/>
    public ValueTask<int> RemoveExpiredAsync(int batch, CancellationToken cancellationToken)
        => Database.RemoveExpiredAsync(batch, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<long> CountAsync(CancellationToken cancellationToken) => _inventory.CountAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask<long> CountExpiredAsync(CancellationToken cancellationToken) => _inventory.CountExpiredAsync(cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<StoredSession> ListAsync(CancellationToken cancellationToken) => _inventory.ListAsync(cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<StoredSession> FindByOwnerAsync(string owner, CancellationToken cancellationToken)
        => _inventory.FindByOwnerAsync(owner, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<StoredSession> FindForRemovalAsync(string owner, CancellationToken cancellationToken)
        => _inventory.FindForRemovalAsync(owner, cancellationToken);

    /// <summary>Disposes of the engine that has the truth.</summary>
    public async ValueTask DisposeAsync()
    {
        _copies.Dispose();
        if (Database is IAsyncDisposable database)
        {
            await database.DisposeAsync();
        }
        else
        {
            (Database as IDisposable)?.Dispose();
        }
    }

    /// <inheritdoc cref="DisposeAsync"/>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    // A write that failed may have happened, or may yet, so no copy from before is believed.
    private async ValueTask<T> WriteAsync<T>(SessionKey key, ValueTask<T> write)
    {
        try
        {
            return await write;
        }
        catch
        {
            await _copies.RemoveAsync(key);
            throw;
        }
    }
}
