namespace TypedSessions.Sessions;

/// <summary>Specifies why the next commit gives the session a new id. Of two reasons, the higher one applies.</summary>
internal enum Rotation
{
    /// <summary>The session keeps its id.</summary>
    None,

    /// <summary>The id is old enough to be renewed. The previous one leads to the same record for some time.</summary>
    Renewal,

    /// <summary>An anonymous session is used by an authenticated user, and becomes theirs.</summary>
    Adoption,

    /// <summary>The application has requested it.</summary>
    Requested,

    /// <summary>A user signs in once more with the same login, which does not restart the absolute lifetime.</summary>
    Refresh,

    /// <summary>A user signs in.</summary>
    SignIn,

    /// <summary>
    /// A user signs in to another user's session. Nothing of it is kept, and the old id leads to a closed copy without values, so that a
    /// late request of the other user replaces no cookie.
    /// </summary>
    Replacement,
}
