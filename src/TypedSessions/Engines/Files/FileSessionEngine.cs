using Microsoft.Extensions.Options;

namespace TypedSessions.Engines.Files;

/// <summary>Stores each session in a file, in a folder that the processes of one machine share. Django: the <c>file</c> backend.</summary>
/// <remarks>
/// <para>
/// A file is changed in place and holds two generations of its record with checksums; writers lock, readers do not. If a process ends
/// during a write, the previous record stays intact. A damaged file is an unknown session.
/// </para>
/// <para>
/// A rotation creates the file of the new key, closes the old one in place, and then gives the new record its full lifetime. Until then it
/// lives as long as the closed copy, so that a record that a crash leaves between these steps, whose token no one has, expires soon.
/// </para>
/// <para>
/// On a network file system all of this depends on its locks: Linux's NFS client turns them into locks of the server if both support it,
/// and caches what it reads, so another machine may read an older record. That is why the engine does not declare
/// <see cref="SessionGuarantees.Shared"/>; use a database for several machines.
/// </para>
/// </remarks>
public sealed partial class FileSessionEngine
    : ISessionEngine, IPagedSessionInventory, ISessionLimitEngine, ISessionKeyPlacement, IPreparableEngine
{
    private readonly SessionFolder _folder;
    private readonly ShardLocks _locks;
    private readonly FileRecords _records;
    private readonly ExpiredFileCleaner _cleaner;
    private readonly TimeProvider _timeProvider;
    private readonly TimeSpan _clockSkew;
    private volatile bool _isReady;

    /// <summary>Initializes a new instance on a folder, which is created if it does not exist.</summary>
    /// <param name="options">The options. Read once, here.</param>
    /// <param name="timeProvider">The time provider that decides when sessions expire.</param>
    /// <exception cref="OptionsValidationException">An option is out of its range.</exception>
    /// <exception cref="SessionEngineException">
    /// The folder cannot be created, written or locked, or other users may write in it.
    /// </exception>
    public FileSessionEngine(FileEngineOptions options, TimeProvider timeProvider)
        : this(options, timeProvider, deferPreparation: false)
    {
    }

    /// <param name="options">The options.</param>
    /// <param name="timeProvider">The time provider.</param>
    /// <param name="deferPreparation">Whether the first operation prepares the folder, and not the constructor.</param>
    internal FileSessionEngine(FileEngineOptions options, TimeProvider timeProvider, bool deferPreparation)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(timeProvider);
        new FileEngineOptionsValidator().Check(options);
        _folder = new SessionFolder(options.Path, options.AllowSharedFolder);
        _locks = new ShardLocks(_folder, timeProvider, options.LockTimeout);
        _records = new FileRecords(_folder, _locks, timeProvider, options.SynchronousCommit);
        _cleaner = new ExpiredFileCleaner(_records, timeProvider, options.ClockSkew);
        _timeProvider = timeProvider;
        _clockSkew = options.ClockSkew;
        if (!deferPreparation)
        {
            EnsureReady();
        }
    }

    /// <summary>Gets the folder's full path.</summary>
    public string Path => _folder.Path;

    /// <inheritdoc/>
    public SessionGuarantees Guarantees
        => SessionGuarantees.ConditionalUpdate | SessionGuarantees.AtomicRotation | SessionGuarantees.Revocation | SessionGuarantees.Durable
            | SessionGuarantees.FreshLoads;

    /// <inheritdoc/>
    public ValueTask<SessionRecord?> LoadAsync(SessionKey key, CancellationToken cancellationToken)
        => Run("load a session", () => _records.Load(key, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> CreateAsync(SessionKey key, SessionRecord record, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(record);
        return Run("store a new session", () => _records.Create(key, record, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<CommitResult> UpdateAsync(
        SessionKey key, SessionRecord loaded, SessionChanges changes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(loaded);
        ArgumentNullException.ThrowIfNull(changes);
        return Run("update a session", () => _records.Update(key, loaded, changes, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<CommitResult> RotateAsync(
        SessionKey key, SessionKey newKey, SessionRecord loaded, SessionChanges changes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(loaded);
        ArgumentNullException.ThrowIfNull(changes);
        return Run(
            "rotate a session", () => _records.Rotate(key, newKey, loaded, changes, limit: null, cancellationToken), cancellationToken);
    }

    bool ISessionLimitEngine.CanLimitSessions => true;

    bool ISessionKeyPlacement.CanRotate(SessionKey key, SessionKey newKey) => true;

    /// <inheritdoc/>
    /// <remarks>The sessions of a user are in one shard, one of 256, so that they can be counted under its lock.</remarks>
    public bool CanPlace(SessionKey newKey, string owner) => SessionFolder.GetShard(newKey) == SessionFolder.GetShard(owner);

    /// <inheritdoc/>
    public ValueTask<CommitResult> CreateAsync(
        SessionKey key, SessionRecord record, SessionLimit limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(limit);
        return Run("store a new session", () => _records.Create(key, record, limit, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<CommitResult> RotateAsync(
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
        return Run("rotate a session", () => _records.Rotate(key, newKey, loaded, changes, limit, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<bool> RemoveAsync(SessionKey key, CancellationToken cancellationToken)
        => Run("remove a session", () => _records.Remove(key, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<int> RemoveExpiredAsync(int batchSize, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        return Run("remove expired sessions", () => _cleaner.Remove(batchSize, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<long> CountAsync(CancellationToken cancellationToken)
        => Run("count the sessions", () => FindLiveKeys(includeClosed: false, cancellationToken).LongCount(), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<long> CountExpiredAsync(CancellationToken cancellationToken)
    {
        var time = _timeProvider.GetUtcNow() - _clockSkew;
        return Run(
            "count the expired sessions",
            () => _records.ReadHeaders(cancellationToken).LongCount(file => file.Header?.ExpiresAt <= time),
            cancellationToken);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<SessionRecordEntry> ListAsync(CancellationToken cancellationToken)
        => List(includeClosed: false, static _ => true, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<SessionRecordEntry> FindByOwnerAsync(string owner, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(owner);
        return List(includeClosed: false, record => record.Owner == owner, cancellationToken);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<SessionRecordEntry> FindForRemovalAsync(string owner, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(owner);
        return List(includeClosed: true, record => (record.Closure?.Owner ?? record.Owner) == owner, cancellationToken);
    }

    ValueTask IPreparableEngine.PrepareAsync(CancellationToken cancellationToken)
    {
        EnsureReady();
        return default;
    }

    // Creates the folder and verifies that files in it can be locked, once.
    private void EnsureReady()
    {
        if (_isReady)
        {
            return;
        }

        try
        {
            _folder.EnsureCreated();
            _locks.Probe();
            _isReady = true;
        }
        catch (Exception error) when (FileErrors.IsFileError(error))
        {
            throw FileErrors.CreateException(Path, "prepare the folder", error);
        }
    }

    private IAsyncEnumerable<SessionRecordEntry> List(
        bool includeClosed, Func<SessionRecord, bool> predicate, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Load(includeClosed, cancellationToken)
            .Where(session => (includeClosed || !session.Record.IsClosed) && predicate(session.Record))
            .ToAsyncEnumerable();
    }

    // The headers are read when the first record is requested, the records one by one.
    private IEnumerable<SessionRecordEntry> Load(bool includeClosed, CancellationToken cancellationToken)
    {
        foreach (var key in Translate("list the sessions", () => FindLiveKeys(includeClosed, cancellationToken).ToArray()))
        {
            if (Translate("list the sessions", () => _records.Load(key, cancellationToken)) is { } record)
            {
                yield return new SessionRecordEntry(key, record);
            }
        }
    }

    // In the order of their expiry.
    private IEnumerable<SessionKey> FindLiveKeys(bool includeClosed, CancellationToken cancellationToken)
    {
        var now = _timeProvider.GetUtcNow();
        return _records.ReadHeaders(cancellationToken)
            .Where(file => file.Header is { IsPending: false } header && header.ExpiresAt > now && (includeClosed || !header.IsClosed))
            .OrderBy(static file => file.Header!.Value.ExpiresAt)
            .Select(static file => file.Key);
    }

    private ValueTask<T> Run<T>(string attempt, Func<T> operation, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Translate(attempt, operation));
    }

    private T Translate<T>(string attempt, Func<T> operation)
    {
        EnsureReady();
        try
        {
            return operation();
        }
        catch (Exception error) when (FileErrors.IsFileError(error))
        {
            throw FileErrors.CreateException(Path, attempt, error);
        }
    }
}
