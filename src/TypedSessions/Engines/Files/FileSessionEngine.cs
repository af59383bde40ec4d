namespace TypedSessions.Engines.Files;

/// <summary>
/// Keeps each session in a file of its own, in a folder that the processes of one machine share. Django: the <c>file</c> backend.
/// </summary>
/// <remarks>
/// <para>
/// A file is changed in place and holds two generations of its record with checksums; writers lock, readers do not. What the death of
/// a process leaves unfinished is passed over, and what was committed before is whole. A damaged file is a session that is not known.
/// </para>
/// <para>
/// A rotation creates the file of the new key, closes the old one in place, and then gives the new record its full life. Before that
/// it lives as long as the closed copy, so that what a crash leaves between these steps, whose token no one has, ends by itself.
/// </para>
/// <para>
/// On a network file system all of this rests on its locks: Linux's NFS client turns them into locks of the server
/// when both support it, and caches what it reads, so another machine may read an older record. That is why the
/// engine does not declare <see cref="SessionGuarantees.Shared"/>; several machines are better served by a database.
/// </para>
/// </remarks>
public sealed class FileSessionEngine : ISessionEngine, ISessionInventory
{
    private readonly SessionFolder _folder;
    private readonly ShardLocks _locks;
    private readonly FileRecords _records;
    private readonly FileInventory _inventory;
    private readonly ExpiredFiles _expired;
    private volatile bool _isReady;

    /// <summary>An engine on a folder, which is made where it does not exist.</summary>
    /// <param name="options">The folder and its use. Read once, here.</param>
    /// <param name="clock">What tells the time.</param>
    /// <exception cref="SessionEngineException">The folder cannot be made, written or locked, or other users may write in it.</exception>
    public FileSessionEngine(FileEngineOptions options, TimeProvider clock)
        : this(options, clock, isReadyLater: false)
    {
    }

    /// <param name="options">The folder and its use.</param>
    /// <param name="clock">What tells the time.</param>
    /// <param name="isReadyLater">Whether the folder is made ready by the first operation that can, and not here.</param>
    internal FileSessionEngine(FileEngineOptions options, TimeProvider clock, bool isReadyLater)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(clock);
        var folder = _folder = new SessionFolder(options.Path, options.AllowSharedFolder);
        Path = folder.Path;
        var locks = _locks = new ShardLocks(folder, clock, options.LockTimeout);
        _records = new FileRecords(folder, locks, clock, options.SyncsEveryCommit);
        _inventory = new FileInventory(folder, _records, clock, options.ClockSkew);
        _expired = new ExpiredFiles(folder, _records, clock, options.ClockSkew);
        if (!isReadyLater)
        {
            EnsureReady();
        }
    }

    /// <summary>The folder's full path.</summary>
    public string Path { get; }

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
        return Run("rotate a session", () => _records.Rotate(key, newKey, loaded, changes, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<bool> RemoveAsync(SessionKey key, CancellationToken cancellationToken)
        => Run("remove a session", () => _records.Remove(key, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<int> RemoveExpiredAsync(int batch, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        return Run("remove expired sessions", () => _expired.Remove(batch, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<long> CountAsync(CancellationToken cancellationToken)
        => Run("count the sessions", () => _inventory.Count(cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<long> CountExpiredAsync(CancellationToken cancellationToken)
        => Run("count the expired sessions", () => _inventory.CountExpired(cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<StoredSession> ListAsync(CancellationToken cancellationToken) => Find(_ => true, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<StoredSession> FindByOwnerAsync(string owner, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(owner);
        return Find(record => record.Owner == owner, cancellationToken);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<StoredSession> FindForRemovalAsync(string owner, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(owner);
        cancellationToken.ThrowIfCancellationRequested();
        return Load(_inventory.LiveAndClosedKeys, cancellationToken)
            .Where(session => (session.Record.Closure?.Owner ?? session.Record.Owner) == owner)
            .ToAsyncEnumerable();
    }

    /// <summary>Makes the folder, and makes sure that files in it can be locked, unless that has been done.</summary>
    /// <exception cref="SessionEngineException">The folder cannot be made, written or locked, or other users may write in it.</exception>
    internal void EnsureReady()
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
        catch (Exception error) when (FileTrouble.IsTrouble(error))
        {
            throw FileTrouble.Explain(Path, "make the folder ready", error);
        }
    }

    private IAsyncEnumerable<StoredSession> Find(Func<SessionRecord, bool> isWanted, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Load(_inventory.LiveKeys, cancellationToken)
            .Where(session => !session.Record.IsClosed && isWanted(session.Record))
            .ToAsyncEnumerable();
    }

    // The heads are read when the first record is asked for, the records one by one.
    private IEnumerable<StoredSession> Load(Func<CancellationToken, IEnumerable<SessionKey>> keys, CancellationToken cancellationToken)
    {
        foreach (var key in Explain("list the sessions", () => keys(cancellationToken).ToArray()))
        {
            if (Explain("list the sessions", () => _records.Load(key, cancellationToken)) is { } record)
            {
                yield return new StoredSession(key, record);
            }
        }
    }

    private ValueTask<T> Run<T>(string attempt, Func<T> work, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Explain(attempt, work));
    }

    private T Explain<T>(string attempt, Func<T> work)
    {
        EnsureReady();
        try
        {
            return work();
        }
        catch (Exception error) when (FileTrouble.IsTrouble(error))
        {
            throw FileTrouble.Explain(Path, attempt, error);
        }
    }
}
