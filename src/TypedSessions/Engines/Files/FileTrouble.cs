namespace TypedSessions.Engines.Files;

/// <summary>Tells what the file system refused, and what mends it.</summary>
internal static class FileTrouble
{
    /// <summary>Whether an error is the file system's.</summary>
    public static bool IsTrouble(Exception error) => error is IOException or UnauthorizedAccessException || IsTooLarge(error);

    /// <summary>What to throw instead of an error of the file system.</summary>
    public static SessionEngineException Explain(string folder, string attempt, Exception error)
        => new($"The file session engine (folder {folder}) could not {attempt}. {MendFor(error)}", error);

    /// <summary>Whether a file could not be opened because another process, or another engine of this one, has it for itself.</summary>
    public static bool IsHeldByAnother(IOException error)
        => Code(error) is var code
            && (OperatingSystem.IsWindows() ? code is 32 or 33 : OperatingSystem.IsLinux() ? code is 11 : code is 35);

    private static string MendFor(Exception error) => error switch
    {
        UnauthorizedAccessException => "This process must be allowed to read and write the folder and everything in it.",
        DirectoryNotFoundException or FileNotFoundException =>
            "The folder, or a part of it, is gone: bring it back, or restart the application to make it anew without its sessions. "
            + "(It is not made anew meanwhile, because it may be a disk that comes back.)",
        IOException trouble => MendFor(Code(trouble)),
        _ => "A file would be larger than the file system or this process (ulimit -f) allows.",
    };

    // What .NET makes of EFBIG.
    private static bool IsTooLarge(Exception error) => error is ArgumentOutOfRangeException { ParamName: "value" };

    // The numbers that Unix systems agree on, and Windows' own.
    private static string MendFor(int code) => (OperatingSystem.IsWindows(), code) switch
    {
        (false, 28 or 122 or 69) or (true, 39 or 112) => "The disk has no room, or the quota is used up: make room, or remove expired sessions more often.",
        (false, 30) or (true, 19) => "The file system is mounted read-only: mount it for writing.",
        (false, 23 or 24) or (true, 4) => "Too many files are open: raise the limit (ulimit -n).",
        (false, 20) => "A part of the path is a file where a folder must be.",
        _ => "The inner exception says what the file system answered.",
    };

    // An errno on Unix; on Windows the code inside the HRESULT.
    private static int Code(IOException error) => error.HResult & 0xFFFF;
}
