namespace TypedSessions.Engines.Database.LocalFile;

/// <summary>
/// The file of a database on this machine. A connection keeps a deleted or replaced file open, and its commits are lost; so the path is
/// checked after each commit, and connections to a previous file are closed.
/// </summary>
internal sealed class DatabaseFile(long reserveSize, TimeProvider timeProvider)
{
    private static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private volatile string? _path;
    private FileStatus? _current;
    private FileStatus? _log;
    private volatile int _generation;
    private long _lastCheck = timeProvider.GetTimestamp();

    private enum CheckResult
    {
        Same,
        Replaced,
        Missing,
    }

    /// <summary>Gets how often the file was replaced. A connection of an earlier generation is one to a previous file.</summary>
    public int Generation => _generation;

    /// <summary>Gets or sets the path; <see langword="null"/> until it is known, empty for a database in memory.</summary>
    public string? Path
    {
        get => _path;
        set => _path = value;
    }

    /// <summary>Gets the disk space for removals; <see langword="null"/> until a connection writes, and if there is no reserve.</summary>
    public DiskReserve? Reserve { get; private set; }

    /// <summary>Checks the path before a connection is opened, which would create a missing file.</summary>
    /// <returns>The generation of the file that will be opened.</returns>
    /// <exception cref="SessionEngineException">The file existed before, and is missing.</exception>
    public int BeforeOpen()
    {
        if (_path is { Length: > 0 } path && Check(path) is CheckResult.Missing)
        {
            throw new SessionEngineException(
                $"The file of the session database, {path}, is missing. Restore it, or restart the application to create an empty one.");
        }

        return Generation;
    }

    /// <summary>Verifies that a new connection has opened the current file.</summary>
    /// <exception cref="SessionEngineException">The file was replaced while it was opened.</exception>
    public void AfterOpen(int generation, bool forWriting)
    {
        if (_path is not { Length: > 0 } path)
        {
            return;
        }

        ThrowIfReplaced(path, generation);
        if (forWriting && reserveSize > 0)
        {
            Reserve ??= new DiskReserve(path, reserveSize, timeProvider);
        }
    }

    /// <summary>Verifies that the commit of a connection is in the current file.</summary>
    /// <exception cref="SessionEngineException">The file was replaced, so the commit is lost.</exception>
    public void AfterCommit(int generation)
    {
        if (_path is { Length: > 0 } path)
        {
            ThrowIfReplaced(path, generation);

            // SQLite creates the log with the first commit, and keeps it as long as the connection that writes.
            lock (_gate)
            {
                _log ??= FileStatus.Read(GetLogPath(path));
            }
        }
    }

    /// <summary>Checks the path once a second, for readers.</summary>
    public void CheckPeriodically()
    {
        var last = Volatile.Read(ref _lastCheck);
        if (_path is { Length: > 0 } path && timeProvider.GetElapsedTime(last) >= CheckInterval
            && Interlocked.CompareExchange(ref _lastCheck, timeProvider.GetTimestamp(), last) == last)
        {
            Check(path);
        }
    }

    /// <summary>Stops checking the log, which SQLite deletes with the connection that writes.</summary>
    public void DetachLog()
    {
        lock (_gate)
        {
            _log = null;
        }
    }

    // Another caller may have detected the replacement first, so the generation is compared, too.
    private void ThrowIfReplaced(string path, int generation)
    {
        if (Check(path) is not CheckResult.Same || generation != Generation)
        {
            throw new SessionEngineException(
                $"The file of the session database, {path}, or its log was deleted or replaced while it was in use, so the last writes "
                + "are lost and the new file is used from now on. Stop the application before you replace the file.");
        }
    }

    private CheckResult Check(string path)
    {
        try
        {
            return Compare(path);
        }
        catch (IOException error)
        {
            throw new SessionEngineException(
                $"The file of the session database, {path}, cannot be accessed. Allow this process to enter its folder.", error);
        }
    }

    private CheckResult Compare(string path)
    {
        lock (_gate)
        {
            var present = FileStatus.Read(path);
            if (_generation == 0)
            {
                _current ??= present;
            }

            if (IsSame(present, _current) && (_log is null || IsSame(FileStatus.Read(GetLogPath(path)), _log)))
            {
                return CheckResult.Same;
            }

            _current = present;
            _log = null;
            _generation++;
            return present is null ? CheckResult.Missing : CheckResult.Replaced;
        }
    }

    private static string GetLogPath(string path) => path + "-wal";

    private static bool IsSame(FileStatus? left, FileStatus? right) => left is { } one && right is { } other && one.IsSameFile(other);
}
