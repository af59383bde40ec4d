namespace TypedSessions.Engines.Database;

/// <summary>
/// A file that takes room on the disk until a removal needs it: SQLite deletes by writing to its log, which a full disk refuses. While
/// the reserve is given up, only removals are written, so that nothing else takes the room.
/// </summary>
internal sealed class DiskReserve
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);

    private readonly string _database;
    private readonly string _path;
    private readonly long _size;
    private readonly TimeProvider _timeProvider;
    private bool _isGivenUp;
    private long _lastLook;

    /// <param name="database">The path of the database, beside which the reserve is.</param>
    /// <param name="size">How many bytes it takes.</param>
    /// <param name="timeProvider">What tells the time.</param>
    public DiskReserve(string database, long size, TimeProvider timeProvider)
    {
        _database = database;
        _path = database + "-reserve";
        _size = size;
        _timeProvider = timeProvider;
        Look();
    }

    /// <summary>
    /// Whether only removals may be written, by a look at the file once a second, which takes the reserve again where it was given up, by
    /// this process or another.
    /// </summary>
    public bool IsGivenUp
    {
        get
        {
            if (_timeProvider.GetElapsedTime(_lastLook) >= LookInterval)
            {
                Look();
            }

            return _isGivenUp;
        }
    }

    /// <summary>Gives the room up, for all processes that share the file.</summary>
    /// <returns>Whether there was any.</returns>
    public bool TryGiveUp()
    {
        try
        {
            var wasThere = File.Exists(_path);
            File.Delete(_path);
            _isGivenUp = true;
            _lastLook = _timeProvider.GetTimestamp();
            return wasThere;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private void Look()
    {
        _isGivenUp = File.Exists(_database) && !File.Exists(_path) && !TryCreate();
        _lastLook = _timeProvider.GetTimestamp();
    }

    // Where it cannot be taken for want of room, the room is not there for anything else either. Any other error leaves the engine
    // without a reserve.
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
