namespace TypedSessions.Engines.Files;

/// <summary>Translates errors of the file system, with a suggested fix.</summary>
internal static class FileErrors
{
    /// <summary>Returns whether an error is one of the file system.</summary>
    public static bool IsFileError(Exception error) => error is IOException or UnauthorizedAccessException || IsTooLarge(error);

    /// <summary>Returns the exception to throw instead of an error of the file system.</summary>
    public static SessionEngineException CreateException(string folder, string attempt, Exception error)
        => new($"The file session engine (folder {folder}) could not {attempt}. {GetHint(error)}", error);

    /// <summary>
    /// Returns whether a file could not be opened because another process, or another engine of this process, has locked it.
    /// </summary>
    public static bool IsLocked(IOException error)
        => GetCode(error) is var code
            && (OperatingSystem.IsWindows() ? code is 32 or 33 : OperatingSystem.IsLinux() ? code is 11 : code is 35);

    private static string GetHint(Exception error) => error switch
    {
        UnauthorizedAccessException => "Allow this process to read and write the folder and everything in it.",
        DirectoryNotFoundException or FileNotFoundException =>
            "The folder, or a part of it, is missing: restore it, or restart the application to create an empty one.",
        IOException => GetHint(GetCode(error)),
        _ => "The file would exceed the limit of the file system or of this process: raise it (ulimit -f).",
    };

    // .NET throws this for EFBIG.
    private static bool IsTooLarge(Exception error) => error is ArgumentOutOfRangeException { ParamName: "value" };

    // The error codes that Unix systems have in common, and those of Windows.
    private static string GetHint(int code) => (OperatingSystem.IsWindows(), code) switch
    {
        (false, 28 or 122 or 69) or (true, 39 or 112) =>
            "The disk is full, or the quota is used up: free space, or remove expired sessions more often.",
        (false, 30) or (true, 19) => "The file system is mounted read-only: mount it for writing.",
        (false, 23 or 24) or (true, 4) => "Too many files are open: raise the limit (ulimit -n).",
        (false, 20) => "A part of the path is a file, not a folder: remove it, or set another path.",
        _ => "See the inner exception for the error of the file system.",
    };

    // An errno on Unix; on Windows the code inside the HRESULT.
    private static int GetCode(Exception error) => error.HResult & 0xFFFF;
}
