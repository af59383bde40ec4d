namespace TypedSessions;

/// <summary>Specifies why a session ended before its expiry.</summary>
public enum SessionEndCause
{
    /// <summary>The application abandoned it.</summary>
    Abandoned,

    /// <summary>Its user signed out.</summary>
    SignedOut,

    /// <summary>Another user signed in, or was found authenticated, in its browser.</summary>
    OtherUser,

    /// <summary>It was removed by its key.</summary>
    Removed,

    /// <summary>All sessions of its user were removed.</summary>
    RemovedByOwner,

    /// <summary>Its user had more sessions than allowed, and this one was the least recently used.</summary>
    LimitExceeded,
}
