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
}
