namespace TypedSessions.Engines.Files;

/// <summary>Where and how a <see cref="FileSessionEngine"/> keeps its files.</summary>
public sealed class FileEngineOptions
{
    /// <summary>
    /// The folder, which belongs to the engine alone; made, with mode 0700, where it does not exist. Not a folder that is served or
    /// shared: see <see cref="AllowSharedFolder"/>. Django: <c>SESSION_FILE_PATH</c>, whose default, the system's folder for temporary
    /// files, this library does not repeat.
    /// </summary>
    /// <exception cref="ArgumentException">The value is empty.</exception>
    public required string Path
    {
        get;
        set
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(value);
            field = value;
        }
    }

    /// <summary>
    /// Gets or sets whether to accept a folder that belongs to another user than this process's, or in which other users may write. Such
    /// a folder is refused when the engine is made, because whoever can write there can read, forge and delete sessions. Set it for a
    /// volume of a container that no one else uses. On Windows nothing is checked, and the owner is checked on Linux alone.
    /// </summary>
    /// <value>Default: <see langword="false"/>.</value>
    public bool AllowSharedFolder { get; set; }

    /// <summary>
    /// Whether a commit waits until the disk has it. By default it does not: a crash of the process
    /// costs nothing, but a power cut or a crash of the system may cost the last half minute, and
    /// whole sessions that were written in it. With it, neither costs anything that was committed.
    /// </summary>
    public bool SyncsEveryCommit { get; set; }

    /// <summary>How long to wait for another process that writes; 5 seconds by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive, or over 10 minutes.</exception>
    public TimeSpan LockTimeout
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, TimeSpan.FromMinutes(10));
            field = value;
        }
    } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Gets or sets how far ahead the clock of a process may be without harm: expired records are removed only once they have been
    /// expired for longer than this. Requests never find an expired record, removed or not. It matters when the system's clock is set
    /// back after a wrong start.
    /// </summary>
    /// <value>From zero to 30 days. Default: one hour.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or over 30 days.</exception>
    public TimeSpan ClockSkew
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, TimeSpan.FromDays(30));
            field = value;
        }
    } = TimeSpan.FromHours(1);
}
