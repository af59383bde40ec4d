namespace TypedSessions.Engines.Files;

/// <summary>The options of a <see cref="FileSessionEngine"/>.</summary>
public sealed class FileEngineOptions
{
    /// <summary>
    /// Gets or sets the folder, which is the engine's alone. It is created with mode 0700 if it does not exist. Do not use a folder that is
    /// served or shared: see <see cref="AllowSharedFolder"/>. Django: <c>SESSION_FILE_PATH</c>, which defaults to the system's folder for
    /// temporary files; this option has no default.
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
    /// Gets or sets whether to accept a folder that belongs to another user than this process's, or in which other users may write. Without
    /// it such a folder is refused when the engine is created, because users who can write there can read, forge and delete sessions. Set
    /// it for a volume of a container that no one else uses. On Windows nothing is checked; the owner is checked on Linux only.
    /// </summary>
    /// <value>Default: <see langword="false"/>.</value>
    public bool AllowSharedFolder { get; set; }

    /// <summary>
    /// Gets or sets whether a commit waits until the disk has it. Without it a crash of the process loses nothing, but a power cut or a
    /// crash of the system may lose the sessions that were written in the last half minute. With it no commit is lost.
    /// </summary>
    /// <value>Default: <see langword="false"/>.</value>
    public bool SyncsEveryCommit { get; set; }

    /// <summary>Gets or sets how long to wait for another process that writes.</summary>
    /// <value>Up to 10 minutes. Default: 5 seconds.</value>
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
