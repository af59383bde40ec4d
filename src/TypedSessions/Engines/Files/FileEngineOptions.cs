namespace TypedSessions.Engines.Files;

/// <summary>Where and how a <see cref="FileSessionEngine"/> keeps its files.</summary>
public sealed class FileEngineOptions
{
    /// <summary>
    /// The folder, which belongs to the engine alone; made, with mode 0700, where it does not exist. Not a folder that is served or shared.
    /// Django: <c>SESSION_FILE_PATH</c>, whose default, the system's folder for temporary files, this library does not repeat.
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
    /// Whether a commit waits until the disk has it. By default it does not: a crash of the process costs nothing, but a power cut or a crash of
    /// the system may cost the last half minute, and whole sessions that were written in it. With it, neither costs anything that was committed.
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
}
