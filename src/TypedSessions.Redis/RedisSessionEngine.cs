using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using TypedSessions.Redis.Connections;
using TypedSessions.Redis.Inventory;
using TypedSessions.Redis.Limits;
using TypedSessions.Redis.Records;
using TypedSessions.Redis.Scripting;
using TypedSessions.Redis.StartUp;

namespace TypedSessions.Redis;

/// <summary>
/// Stores sessions in Redis, Valkey or a compatible server: a single node, one behind Sentinel, or a cluster. Django: the <c>cache</c>
/// backend on Redis, with the guarantees of a database.
/// </summary>
/// <remarks>
/// <para>
/// A load is one command, and a change is one script, which the server runs as a whole or not at all; only if others changed the same
/// session is it repeated. Records and indexes expire in Redis, too; a cleanup only frees their memory earlier.
/// </para>
/// <para>
/// Redis replicates asynchronously. By default removals, rotations and changes of the owner wait until the server's replicas have them, if
/// it has any: see <see cref="RedisEngineOptions.WaitForReplicas"/>.
/// </para>
/// <para>
/// Sessions expire by the clock of the application, not of the server: nodes need synchronized clocks. Removal waits for
/// <see cref="RedisEngineOptions.ClockSkew"/>.
/// </para>
/// </remarks>
public sealed partial class RedisSessionEngine
    : ISynchronousSessionEngine, IPagedSessionInventory, ISessionLimitEngine, ISessionKeyPlacement, IPreparableEngine, IAsyncDisposable,
        IDisposable
{
    private const string LoadDescription = "load a session";

    private readonly RedisConnections _connections;
    private readonly RedisEngineOptions _options;
    private readonly TimeProvider _timeProvider;
    private readonly RedisKeys _keys;
    private readonly RecordStore _records;
    private readonly ConditionalWrites _writes;
    private readonly RedisInventory _inventory;
    private readonly OwnerLimits _limits;
    private readonly ServerChecks _checks;

    /// <summary>Initializes a new instance on a connection of the application.</summary>
    /// <param name="multiplexer">The connection, which the caller disposes of.</param>
    /// <param name="timeProvider">The time provider that decides when sessions expire.</param>
    /// <param name="options">The options; <see langword="null"/> for the defaults. Read once, here.</param>
    /// <param name="logger">Logs settings of the server that put sessions at risk; <see langword="null"/> for no log.</param>
    /// <exception cref="OptionsValidationException">An option is out of its range.</exception>
    public RedisSessionEngine(
        IConnectionMultiplexer multiplexer, TimeProvider timeProvider, RedisEngineOptions? options = null, ILogger? logger = null)
        : this(RedisConnections.Use(multiplexer ?? throw new ArgumentNullException(nameof(multiplexer))), timeProvider, options, logger)
    {
    }

    /// <summary>Initializes a new instance with its own connections, which it opens on first use.</summary>
    /// <param name="configuration">
    /// The servers and how to connect to them. While there is no connection, calls fail at once, regardless of its backlog policy.
    /// </param>
    /// <param name="timeout">How long a command may take, unless <paramref name="configuration"/> has a shorter time.</param>
    /// <param name="timeProvider">The time provider that decides when sessions expire.</param>
    /// <param name="options">The options; <see langword="null"/> for the defaults. Read once, here.</param>
    /// <param name="logger">Logs settings of the server that put sessions at risk; <see langword="null"/> for no log.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is zero or negative.</exception>
    /// <exception cref="OptionsValidationException">An option is out of its range.</exception>
    public RedisSessionEngine(
        ConfigurationOptions configuration,
        TimeSpan timeout,
        TimeProvider timeProvider,
        RedisEngineOptions? options = null,
        ILogger? logger = null)
        : this(Open(configuration, timeout), timeProvider, options, logger)
    {
    }

    private RedisSessionEngine(RedisConnections connections, TimeProvider timeProvider, RedisEngineOptions? options, ILogger? logger)
    {
        ArgumentNullException.ThrowIfNull(timeProvider);
        _options = new RedisEngineOptionsValidator().Check(options ?? new RedisEngineOptions());
        _connections = connections;
        _timeProvider = timeProvider;
        _keys = new RedisKeys(_options.KeyPrefix);
        var scripts = new ScriptRunner(connections, _options, timeProvider);
        _records = new RecordStore(scripts, _keys, _options.ClockSkew);
        _writes = new ConditionalWrites(_records, timeProvider);
        _inventory = new RedisInventory(scripts, _keys);
        _limits = new OwnerLimits(this, this, new OwnerLocks(scripts, _keys));
        _checks = new ServerChecks(connections, scripts, _keys, logger ?? NullLogger.Instance);
    }

    /// <inheritdoc/>
    public SessionGuarantees Guarantees
        => SessionGuarantees.ConditionalUpdate | SessionGuarantees.AtomicRotation | SessionGuarantees.Revocation
            | SessionGuarantees.Durable | SessionGuarantees.Shared | SessionGuarantees.FreshLoads;

    private DateTimeOffset Now => _timeProvider.GetUtcNow();

    /// <inheritdoc/>
    /// <remarks>
    /// A cluster rotates a session within one of its slots, to which one of 64 keys belongs. A single server accepts every key, but
    /// sessions are placed as on a cluster, so that they can move to one.
    /// </remarks>
    public bool CanRotate(SessionKey key, SessionKey newKey) => RedisKeys.GetBucket(key) == RedisKeys.GetBucket(newKey);

    /// <summary>Connects, and verifies that the server can store sessions.</summary>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <exception cref="SessionEngineException">
    /// The server cannot be reached, or refuses scripts or commands that the engine needs.
    /// </exception>
    public async ValueTask PrepareAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await RedisErrors.TranslateAsync("use the server", _checks.RunAsync(), cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<SessionRecord?> LoadAsync(SessionKey key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return NullIfExpired(await RedisErrors.TranslateAsync(LoadDescription, _records.LoadAsync(key), cancellationToken));
    }

    /// <inheritdoc/>
    /// <remarks>Uses the client's synchronous call, which the <c>syncTimeout</c> of the connection limits.</remarks>
    public SessionRecord? Load(SessionKey key, TimeSpan timeout)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(timeout, TimeSpan.Zero);
        try
        {
            return NullIfExpired(_records.Load(key));
        }
        catch (Exception error) when (RedisErrors.IsRedisError(error, CancellationToken.None))
        {
            throw RedisErrors.Create(LoadDescription, error);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<bool> CreateAsync(SessionKey key, SessionRecord record, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(record);
        cancellationToken.ThrowIfCancellationRequested();
        return await RedisErrors.TranslateAsync("create a session", _records.CreateAsync(key, record, Now), cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<CommitResult> UpdateAsync(
        SessionKey key, SessionRecord loaded, SessionChanges changes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(loaded);
        ArgumentNullException.ThrowIfNull(changes);
        cancellationToken.ThrowIfCancellationRequested();
        var work = _writes.RunAsync(
            key,
            loaded,
            (current, now) => SessionUpdate.Apply(current, loaded, changes, now),
            (current, update, now) => changes.IsTouch
                ? _records.TouchAsync(key, current, update.Record!, now)
                : _records.UpdateAsync(key, current, update.Record!, now));
        return await RedisErrors.TranslateAsync("update a session", work, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<CommitResult> RotateAsync(
        SessionKey key, SessionKey newKey, SessionRecord loaded, SessionChanges changes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(loaded);
        ArgumentNullException.ThrowIfNull(changes);
        cancellationToken.ThrowIfCancellationRequested();
        var work = _writes.RunAsync(
            key,
            loaded,
            (current, now) => SessionUpdate.Rotate(current, newKey, loaded, changes, now),
            (current, update, now) => _records.RotateAsync(key, newKey, current, update.Record!, update.ClosedCopy!, now));
        return await RedisErrors.TranslateAsync("rotate a session", work, cancellationToken);
    }

    bool ISessionLimitEngine.CanLimitSessions => true;

    /// <inheritdoc/>
    public async ValueTask<CommitResult> CreateAsync(
        SessionKey key, SessionRecord record, SessionLimit limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(limit);
        return await _limits.StoreAsync(
            record.Owner!,
            new LimitedSignIn(limit, OldKey: key, NewKey: key, Related: []),
            async () => await CreateAsync(key, record, cancellationToken)
                ? CommitResult.Applied(record)
                : throw new SessionEngineException("The Redis session engine could not create a session: the key is taken."),
            cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<CommitResult> RotateAsync(
        SessionKey key,
        SessionKey newKey,
        SessionRecord loaded,
        SessionChanges changes,
        SessionLimit limit,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(loaded);
        ArgumentNullException.ThrowIfNull(changes);
        ArgumentNullException.ThrowIfNull(limit);
        return await _limits.StoreAsync(
            (changes.HasOwner ? changes.Owner : loaded.Owner)!,
            new LimitedSignIn(limit, key, newKey, loaded.Closure?.Successors ?? []),
            () => RotateAsync(key, newKey, loaded, changes, cancellationToken),
            cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<bool> RemoveAsync(SessionKey key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return await RedisErrors.TranslateAsync("remove a session", _records.RemoveAsync(key, Now), cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<int> RemoveExpiredAsync(int batchSize, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        cancellationToken.ThrowIfCancellationRequested();
        return await RedisErrors.TranslateAsync(
            "remove expired sessions", _inventory.RemoveExpiredAsync(GetLastExpired(_options.ClockSkew), batchSize), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<long> CountAsync(CancellationToken cancellationToken)
        => CountAsync(GetFirstLive(), double.PositiveInfinity, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<long> CountExpiredAsync(CancellationToken cancellationToken)
        => CountAsync(double.NegativeInfinity, GetLastExpired(_options.ClockSkew), cancellationToken);

    /// <inheritdoc/>
    /// <remarks>Read in pages, each when it is needed. A session that is rotated during the enumeration may be missing.</remarks>
    public IAsyncEnumerable<SessionRecordEntry> ListAsync(CancellationToken cancellationToken)
        => _inventory.ListAsync(
            _keys.Indexes, new IndexRange(GetFirstLive()), static record => !record.IsClosed, "list the sessions", cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<SessionRecordEntry> FindByOwnerAsync(string owner, CancellationToken cancellationToken)
        => FindAsync(owner, record => !record.IsClosed && record.Owner == owner, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<SessionRecordEntry> FindForRemovalAsync(string owner, CancellationToken cancellationToken)
        => FindAsync(owner, record => (record.Closure?.Owner ?? record.Owner) == owner, cancellationToken);

    /// <summary>Closes the connections that belong to the engine.</summary>
    public ValueTask DisposeAsync() => _connections.DisposeAsync();

    /// <inheritdoc cref="DisposeAsync"/>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private static RedisConnections Open(ConfigurationOptions configuration, TimeSpan timeout)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(timeout, TimeSpan.Zero);
        return RedisConnections.Open(configuration, timeout);
    }

    private SessionRecord? NullIfExpired(SessionRecord? record) => record is not null && !record.HasExpired(Now) ? record : null;

    private long GetFirstLive() => Now.ToUnixTimeMilliseconds() + 1;

    private long GetLastExpired(TimeSpan skew) => (Now - skew).ToUnixTimeMilliseconds();

    private async ValueTask<long> CountAsync(double start, double end, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return await RedisErrors.TranslateAsync("count the sessions", _inventory.CountAsync(start, end), cancellationToken);
    }

    private IAsyncEnumerable<SessionRecordEntry> FindAsync(
        string owner, Func<SessionRecord, bool> isIncluded, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(owner);
        return _inventory.ListAsync(
            _inventory.GetOwnerIndexes(owner),
            new IndexRange(GetFirstLive()),
            isIncluded,
            "find the sessions of a user",
            cancellationToken);
    }
}
