namespace TypedSessions.Storage;

/// <summary>An engine could not do its work: no connection, no disk, no room. Says nothing about whether the session exists.</summary>
public sealed class SessionEngineException : Exception
{
    /// <summary>Trouble, in words that name the engine and the mend.</summary>
    public SessionEngineException(string message)
        : base(message)
    {
    }

    /// <summary>Trouble, with what caused it.</summary>
    public SessionEngineException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>
    /// Whether the same may work later: true by default. False for what the engine can never take, such as a record
    /// that is too large for it. In a request the one is answered with 503, the other is an error of the application.
    /// </summary>
    public bool IsTransient { get; init; } = true;
}
