using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using TypedSessions.Diagnostics;
using TypedSessions.Engines.Cache;

namespace TypedSessions.Engines.CachedDatabase;

/// <summary>
/// Stores sessions in a database and reads them from a cache. Every write goes to the database first, and then replaces or removes the
/// cached copy. Django: the <c>cached_db</c> backend.
/// </summary>
/// <remarks>
/// <para>
/// Updates are conditional in the database, so a commit that is based on a stale copy is merged, or finds that the session is gone. A
/// logout, a rotation or a change is visible on its own node at once, and on others within <see
/// cref="CachedDatabaseOptions.MaxStaleness"/>, plus the difference of the nodes' clocks if the cache does not expire entries itself.
/// </para>
/// <para>
/// A cache that fails, hangs, or holds unreadable entries fails no request. Copies that could not be updated or removed are removed in the
/// background as soon as the cache responds; until then other nodes may read them, within the same bound. The beginning and the end of an
/// outage are logged, and its failures counted. Register one engine per process.
/// </para>
/// </remarks>
public sealed partial class CachedDatabaseSessionEngine
    : ISynchronousSessionEngine, IPagedSessionInventory, ISessionLimitEngine, ISessionKeyPlacement, IPreparableEngine, IAsyncDisposable,
        IDisposable
{
    private readonly ISessionInventory _inventory;
    private readonly SessionCopies _copies;
    private readonly TimeProvider _timeProvider;

    /// <summary>Initializes a new instance on a cache and a database.</summary>
    /// <param name="database">The engine that stores the sessions. It is disposed with this one.</param>
    /// <param name="cache">The cache. The engine does not dispose of it.</param>
    /// <param name="timeProvider">The time provider that decides when sessions expire and copies are stale.</param>
    /// <param name="options">The options; <see langword="null"/> for the defaults. Read once, here.</param>
    /// <param name="logger">Logs outages of the cache.</param>
    /// <exception cref="ArgumentException"><paramref name="database"/> does not implement <see cref="ISessionInventory"/>.</exception>
    /// <exception cref="OptionsValidationException">An option is out of its range.</exception>
    public CachedDatabaseSessionEngine(
        ISessionEngine database,
        IDistributedCache cache,
        TimeProvider timeProvider,
        CachedDatabaseOptions? options = null,
        ILogger? logger = null)
        : this(database, cache, timeProvider, options ?? new CachedDatabaseOptions(), logger ?? NullLogger.Instance, metrics: null)
    {
    }

    internal CachedDatabaseSessionEngine(
        ISessionEngine database,
        IDistributedCache cache,
        TimeProvider timeProvider,
        CachedDatabaseOptions options,
        ILogger logger,
        SessionMetrics? metrics)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentNullException.ThrowIfNull(cache);
        ArgumentNullException.ThrowIfNull(timeProvider);
        new CachedDatabaseOptionsValidator().Check(options);
        Database = database;
        _inventory = database as ISessionInventory ?? throw new ArgumentException(
            $"The engine {database.GetType().Name} cannot list its records. Use a database engine behind the cache.", nameof(database));
        var breaker = new CacheCircuitBreaker(timeProvider, logger, metrics);
        _copies = new SessionCopies(new CacheEntries(cache, options.KeyPrefix), options, timeProvider, breaker);
        _timeProvider = timeProvider;
    }

    /// <summary>
    /// Gets the guarantees of the database without <see cref="SessionGuarantees.FreshLoads"/>. A removed record is gone at once for this
    /// node, and within <see cref="CachedDatabaseOptions.MaxStaleness"/> for others.
    /// </summary>
    public SessionGuarantees Guarantees => Database.Guarantees & ~SessionGuarantees.FreshLoads;

    /// <summary>Gets the engine that stores the sessions.</summary>
    internal ISessionEngine Database { get; }

    bool ISessionKeyPlacement.CanRotate(SessionKey key, SessionKey newKey)
        => Database is not ISessionKeyPlacement placement || placement.CanRotate(key, newKey);

    bool ISessionKeyPlacement.CanPlace(SessionKey newKey, string owner)
        => Database is not ISessionKeyPlacement placement || placement.CanPlace(newKey, owner);

    bool ISessionLimitEngine.CanLimitSessions => Database is ISessionLimitEngine { CanLimitSessions: true };

    ValueTask IPreparableEngine.PrepareAsync(CancellationToken cancellationToken)
        => Database is IPreparableEngine engine ? engine.PrepareAsync(cancellationToken) : default;

    /// <inheritdoc/>
    public async ValueTask<SessionRecord?> LoadAsync(SessionKey key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (await _copies.FindAsync(key, cancellationToken) is { } copy)
        {
            return copy;
        }

        var confirmedAt = _timeProvider.GetUtcNow();
        var record = await Database.LoadAsync(key, cancellationToken);
        if (record is { IsClosed: false })
        {
            await _copies.AddAsync(key, record, confirmedAt);
        }

        return record;
    }

    /// <inheritdoc/>
    /// <remarks>If another node has ended or rotated the session, this node no longer uses its copy.</remarks>
    public async ValueTask<SessionRecord?> LoadFreshAsync(SessionKey key, CancellationToken cancellationToken)
    {
        var record = await Database.LoadFreshAsync(key, cancellationToken);
        if (record is null or { IsClosed: true })
        {
            await _copies.RemoveAsync(key);
        }

        return record;
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Uses the cache's synchronous call, whose timeout the cache decides instead of <see cref="CachedDatabaseOptions.CacheTimeout"/>, and
    /// does not wait until the copy is stored.
    /// </remarks>
    public SessionRecord? Load(SessionKey key, TimeSpan timeout)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(timeout, TimeSpan.Zero);
        if (_copies.FindSynchronouslyAsync(key).AsTask().GetAwaiter().GetResult() is { } copy)
        {
            return copy;
        }

        var confirmedAt = _timeProvider.GetUtcNow();
        var record = Database is ISynchronousSessionEngine database
            ? database.Load(key, timeout)
            : Database.LoadAsync(key, CancellationToken.None).AsTask().GetAwaiter().GetResult();
        if (record is { IsClosed: false })
        {
            _ = _copies.AddAsync(key, record, confirmedAt).AsTask();
        }

        return record;
    }

    /// <inheritdoc/>
    public async ValueTask<bool> CreateAsync(SessionKey key, SessionRecord record, CancellationToken cancellationToken)
    {
        var confirmedAt = _timeProvider.GetUtcNow();
        var isCreated = await WriteAsync(key, Database.CreateAsync(key, record, cancellationToken));
        if (isCreated)
        {
            await _copies.AddAsync(key, record, confirmedAt);
        }

        return isCreated;
    }

    /// <inheritdoc/>
    /// <remarks>Exact in the database. Other nodes may use an ended session for <see cref="CachedDatabaseOptions.MaxStaleness"/>.</remarks>
    public async ValueTask<CommitResult> CreateAsync(
        SessionKey key, SessionRecord record, SessionLimit limit, CancellationToken cancellationToken)
    {
        var confirmedAt = _timeProvider.GetUtcNow();
        var database = (ISessionLimitEngine)Database;
        var result = await WriteAsync(key, database.CreateAsync(key, record, limit, cancellationToken));
        await AcceptAsync(key, result, confirmedAt);
        return result;
    }

    /// <inheritdoc/>
    /// <remarks>Exact in the database. Other nodes may use an ended session for <see cref="CachedDatabaseOptions.MaxStaleness"/>.</remarks>
    public async ValueTask<CommitResult> RotateAsync(
        SessionKey key,
        SessionKey newKey,
        SessionRecord loaded,
        SessionChanges changes,
        SessionLimit limit,
        CancellationToken cancellationToken)
    {
        var confirmedAt = _timeProvider.GetUtcNow();
        var database = (ISessionLimitEngine)Database;
        var result = await WriteAsync(key, database.RotateAsync(key, newKey, loaded, changes, limit, cancellationToken));
        await _copies.RemoveAsync(key);
        await AcceptAsync(newKey, result, confirmedAt);
        return result;
    }

    /// <inheritdoc/>
    public async ValueTask<CommitResult> UpdateAsync(
        SessionKey key, SessionRecord loaded, SessionChanges changes, CancellationToken cancellationToken)
    {
        var confirmedAt = _timeProvider.GetUtcNow();
        var result = await WriteAsync(key, Database.UpdateAsync(key, loaded, changes, cancellationToken));
        await (result.IsGone ? _copies.RemoveAsync(key) : _copies.ReplaceAsync(key, result.Record!, confirmedAt));
        return result;
    }

    /// <inheritdoc/>
    public async ValueTask<CommitResult> RotateAsync(
        SessionKey key, SessionKey newKey, SessionRecord loaded, SessionChanges changes, CancellationToken cancellationToken)
    {
        var confirmedAt = _timeProvider.GetUtcNow();
        var result = await WriteAsync(key, Database.RotateAsync(key, newKey, loaded, changes, cancellationToken));
        await _copies.RemoveAsync(key);
        await AcceptAsync(newKey, result, confirmedAt);
        return result;
    }

    /// <inheritdoc/>
    public async ValueTask<bool> RemoveAsync(SessionKey key, CancellationToken cancellationToken)
    {
        var isRemoved = await WriteAsync(key, Database.RemoveAsync(key, cancellationToken));
        await _copies.RemoveAsync(key);
        return isRemoved;
    }

    /// <inheritdoc/>
    public ValueTask<int> RemoveExpiredAsync(int batchSize, CancellationToken cancellationToken)
        => Database.RemoveExpiredAsync(batchSize, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<long> CountAsync(CancellationToken cancellationToken) => _inventory.CountAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask<long> CountExpiredAsync(CancellationToken cancellationToken) => _inventory.CountExpiredAsync(cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<SessionRecordEntry> ListAsync(CancellationToken cancellationToken) => _inventory.ListAsync(cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<SessionRecordEntry> FindByOwnerAsync(string owner, CancellationToken cancellationToken)
        => _inventory.FindByOwnerAsync(owner, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<SessionRecordEntry> FindForRemovalAsync(string owner, CancellationToken cancellationToken)
        => _inventory.FindForRemovalAsync(owner, cancellationToken);

    /// <summary>Disposes of the engine that stores the sessions.</summary>
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

    private async ValueTask AcceptAsync(SessionKey newKey, CommitResult result, DateTimeOffset confirmedAt)
    {
        if (result.IsStored)
        {
            await _copies.AddAsync(newKey, result.Record, confirmedAt);
        }

        foreach (var ended in result.EndedSessions)
        {
            await _copies.RemoveAsync(ended.Key);
        }
    }

    // A write that failed may have happened, or may still happen, so the copy may be stale.
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
