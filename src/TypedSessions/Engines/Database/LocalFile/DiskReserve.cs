namespace TypedSessions.Engines.Database.LocalFile;

/// <summary>
/// A file that reserves disk space for removals: SQLite deletes by writing to its log, which fails on a full disk. While the reserve is in
/// use, only removals are written, so that nothing else takes the space.
/// </summary>
internal sealed class DiskReserve
{
    private static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(1);

    private readonly string _database;
    private readonly string _path;
    private readonly long _size;
    private readonly TimeProvider _timeProvider;
    private bool _isUsed;
    private long _lastCheck;

    /// <param name="database">The path of the database. The reserve is beside it.</param>
    /// <param name="size">The size in bytes.</param>
    /// <param name="timeProvider">The time provider.</param>
    public DiskReserve(string database, long size, TimeProvider timeProvider)
    {
        _database = database;
        _path = database + "-reserve";
        _size = size;
        _timeProvider = timeProvider;
        Check();
    }

    /// <summary>
    /// Gets whether only removals may be written. Checks the file once a second, and reserves the space again if this process or another
    /// has used it.
    /// </summary>
    public bool IsUsed
    {
        get
        {
            if (_timeProvider.GetElapsedTime(_lastCheck) >= CheckInterval)
            {
                Check();
            }

            return _isUsed;
        }
    }

    /// <summary>Frees the space, for all processes that share the database.</summary>
    /// <returns>Whether there was a reserve.</returns>
    public bool TryUse()
    {
        try
        {
            var existed = File.Exists(_path);
            File.Delete(_path);
            _isUsed = true;
            _lastCheck = _timeProvider.GetTimestamp();
            return existed;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private void Check()
    {
        _isUsed = File.Exists(_database) && !File.Exists(_path) && !TryCreate();
        _lastCheck = _timeProvider.GetTimestamp();
    }

    // Without space for the reserve, nothing else may be written. Any other error leaves the engine without a reserve.
    private bool TryCreate()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, PreallocationSize = _size };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            new FileStream(_path, options).Dispose();
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return File.Exists(_path) || !IsDiskFull(error);
        }
    }

    // ENOSPC, EDQUOT, Windows' disk full, and what .NET throws when the size cannot be allocated.
    private static bool IsDiskFull(Exception error) => (error.HResult & 0xFFFF) is 28 or 122 or 112 or 0x1620;
}
