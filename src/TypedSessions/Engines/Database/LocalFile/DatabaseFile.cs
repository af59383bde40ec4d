namespace TypedSessions.Engines.Database;

/// <summary>
/// The file of a database on this machine. Connections keep a file open that was deleted or replaced, and what they commit is lost; so
/// each commit is followed by a look at the path, and connections to another file than the present one are closed.
/// </summary>
internal sealed class DatabaseFile(DatabaseEngineOptions options, TimeProvider timeProvider)
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);
    private static readonly Statement Databases = new("PRAGMA database_list");

    private readonly Lock _gate = new();
    private volatile string? _path;
    private FileStatus? _present;
    private FileStatus? _log;
    private volatile int _generation;
    private long _lastLook = timeProvider.GetTimestamp();

    /// <summary>How often the file was replaced. A connection of an earlier generation leads elsewhere.</summary>
    public int Generation => _generation;

    /// <summary>Room on the disk for removals; <see langword="null"/> until a connection writes, and where there is no file.</summary>
    public DiskReserve? Reserve { get; private set; }

    /// <summary>Looks at the path before a connection is opened, which would create a missing file.</summary>
    /// <returns>The generation of the file that will be opened.</returns>
    /// <exception cref="SessionEngineException">There was a file, and there is none now.</exception>
    public int BeforeOpen()
    {
        if (_path is { Length: > 0 } path && Look(path) is Finding.Missing)
        {
            throw new SessionEngineException(
                $"The file of the session database, {path}, is gone. Bring it back, or restart the application to create it "
                + "without sessions. (It is not created before that, because it may be on a disk that comes back.)");
        }

        return Generation;
    }

    /// <summary>Makes sure that a new connection leads to the present file.</summary>
    /// <exception cref="SessionEngineException">The file was replaced while it was opened.</exception>
    public async ValueTask AttachAsync(SessionConnection connection, bool forWriting, CancellationToken cancellationToken)
    {
        var path = _path ??= await FindPathAsync(connection, cancellationToken);
        if (path.Length == 0)
        {
            return;
        }

        ThrowIfReplaced(path, connection);
        if (forWriting && options.DiskReserve > 0)
        {
            Reserve ??= new DiskReserve(path, options.DiskReserve, timeProvider);
        }
    }

    /// <summary>Makes sure that what was just committed is in the file that everyone else finds.</summary>
    /// <exception cref="SessionEngineException">It is not, and so it is lost.</exception>
    public void AfterCommit(SessionConnection connection)
    {
        if (_path is { Length: > 0 } path)
        {
            ThrowIfReplaced(path, connection);
            AttachLog(path);
        }
    }

    /// <summary>Looks at the path now and then, for those who only read.</summary>
    public void LookNowAndThen()
    {
        var last = Volatile.Read(ref _lastLook);
        if (_path is { Length: > 0 } path && timeProvider.GetElapsedTime(last) >= LookInterval
            && Interlocked.CompareExchange(ref _lastLook, timeProvider.GetTimestamp(), last) == last)
        {
            Look(path);
        }
    }

    /// <summary>The connection that writes is about to close, and its log goes with the last connection.</summary>
    public void DetachLog()
    {
        lock (_gate)
        {
            _log = null;
        }
    }

    // Others may have noticed first, so that the path looks the same: the connection's generation counts.
    private void ThrowIfReplaced(string path, SessionConnection connection)
    {
        if (Look(path) is not Finding.Same || connection.FileGeneration != Generation)
        {
            throw new SessionEngineException(
                $"The file of the session database, {path}, or its log was deleted or replaced while the application used it, "
                + "and what was written to the old one is lost. Sessions are kept in the new file from now on if it has the table; "
                + "stop the application before you replace the file.");
        }
    }

    private static async ValueTask<string> FindPathAsync(SessionConnection connection, CancellationToken cancellationToken)
    {
        await using var rows = await connection.QueryAsync(Databases, cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
        {
            if (rows.GetString(1) == "main")
            {
                // Empty for a database in memory.
                return rows.IsDBNull(2) ? "" : rows.GetString(2);
            }
        }

        return "";
    }

    // SQLite makes the log with the first commit, and it stays as long as the connection that writes. There is none outside of WAL mode.
    private void AttachLog(string path)
    {
        lock (_gate)
        {
            _log ??= FileStatus.Read(LogOf(path));
        }
    }

    private Finding Look(string path)
    {
        try
        {
            return Compare(path);
        }
        catch (IOException error)
        {
            throw new SessionEngineException(
                $"The file of the session database, {path}, cannot be reached: this process must be allowed to enter its folder.", error);
        }
    }

    private Finding Compare(string path)
    {
        lock (_gate)
        {
            var present = FileStatus.Read(path);
            if (_present is null && _generation == 0)
            {
                _present = present;
            }

            if (AreSame(present, _present) && (_log is not { } log || AreSame(FileStatus.Read(LogOf(path)), log)))
            {
                return Finding.Same;
            }

            _present = present;
            _log = null;
            _generation++;
            return present is null ? Finding.Missing : Finding.Replaced;
        }
    }

    private static string LogOf(string path) => path + "-wal";

    private static bool AreSame(FileStatus? left, FileStatus? right) => left is { } one && right is { } other && one.IsSameFile(other);

    private enum Finding
    {
        Same,
        Replaced,
        Missing,
    }
}
