namespace TypedSessions.Sessions;

/// <summary>The status of a session. The transitions are in <see cref="SessionState"/>.</summary>
internal enum SessionStatus
{
    /// <summary>No record is loaded. The next commit creates one if there is something to store.</summary>
    New,

    /// <summary>A record is loaded.</summary>
    Stored,

    /// <summary>
    /// The presented token leads to the closed copy of a session that was rotated: the session is empty and drops its changes.
    /// </summary>
    Closed,

    /// <summary>The next commit begins a session that continues from a closed copy.</summary>
    Continuing,

    /// <summary>
    /// Another user's session is stored and cannot be replaced in this request: the session is empty and drops its changes.
    /// </summary>
    Hidden,

    /// <summary>
    /// The session of a cross-site sign-in: it is stored under a token that the authentication ticket carries, and no cookie is sent.
    /// </summary>
    Deferred,

    /// <summary>The session was ended by others while it was used, so that its changes are lost.</summary>
    Gone,

    /// <summary>A commit failed, and it is not known whether its changes are stored. The session can only be read.</summary>
    Faulted,
}
