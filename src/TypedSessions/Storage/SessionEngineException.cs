namespace TypedSessions.Storage;

/// <summary>
/// The exception that is thrown when the store of an engine fails, for example for lack of a connection or of disk space. It does not mean
/// that the session does not exist.
/// </summary>
public sealed class SessionEngineException : Exception
{
    /// <summary>Initializes a new instance with a message that names the engine and suggests a fix.</summary>
    public SessionEngineException(string message)
        : base(message)
    {
    }

    /// <summary>Initializes a new instance with a message that names the engine and suggests a fix, and the cause.</summary>
    public SessionEngineException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>
    /// Gets whether the same call may succeed later; a request is then answered with 503. <see langword="false"/> if it cannot, for example
    /// because the record is too large for the engine. Default: <see langword="true"/>.
    /// </summary>
    public bool IsTransient { get; init; } = true;
}
