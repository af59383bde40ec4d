using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace TypedSessions.Engines.Files;

/// <summary>Options of a <see cref="FileSessionEngine"/>.</summary>
public sealed class FileEngineOptions
{
    /// <summary>
    /// Gets or sets the folder, which is for the engine only: neither served nor shared (see <see cref="AllowSharedFolder"/>). If it does
    /// not exist, it is created with mode 0700. Django: <c>SESSION_FILE_PATH</c>, but without its default, the system's folder for
    /// temporary files.
    /// </summary>
    /// <value>Required.</value>
    [Required(ErrorMessage = "{0} is missing. Set it in UseFiles(path), or as 'Files:Path' in the configuration of the sessions.")]
    public string Path { get; set; } = "";

    /// <summary>
    /// Gets or sets whether to accept a folder that belongs to another user than this process's, or in which other users may write. Without
    /// it such a folder is refused when the engine is created, because users who can write there can read, forge and delete sessions. Set
    /// it for a volume of a container that no one else uses. On Windows nothing is checked; the owner is checked on Linux only.
    /// </summary>
    /// <value>Default: <see langword="false"/>.</value>
    public bool AllowSharedFolder { get; set; }

    /// <summary>
    /// Gets or sets whether a commit waits until it is written to disk. Otherwise a crash of the process loses nothing, but a power failure
    /// or a crash of the system may lose the changes of the last half minute, and whole sessions that were written in it.
    /// </summary>
    /// <value>Default: <see langword="false"/>.</value>
    public bool SynchronousCommit { get; set; }

    /// <summary>Gets or sets how long to wait for another process that writes.</summary>
    /// <value>From one millisecond to 10 minutes. Default: 5 seconds.</value>
    [OptionRange("00:00:00.001", "00:10:00")]
    public TimeSpan LockTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Gets or sets how far the clock of a process may be ahead of the others: records are removed only once they have been expired for
    /// longer than this. Requests never find an expired record, removed or not. It also matters if the system's clock was ahead and is set
    /// back.
    /// </summary>
    /// <value>From zero to 30 days. Default: one hour.</value>
    [OptionRange("00:00:00", "30.00:00:00")]
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromHours(1);
}

/// <summary>Validates each option.</summary>
[OptionsValidator]
internal sealed partial class FileEngineOptionsValidator : IValidateOptions<FileEngineOptions>;
