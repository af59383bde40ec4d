namespace TypedSessions.Storage;

/// <summary>
/// The exception that an engine throws if its store fails: no connection, no disk, no room. It says nothing about whether the session
/// exists.
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
    /// Gets whether the same call may succeed later: then a request is answered with 503. <see langword="false"/> for what the engine can
    /// never store, such as a record that is too large for it, which is an error of the application. Default: <see langword="true"/>.
    /// </summary>
    public bool IsTransient { get; init; } = true;
}
