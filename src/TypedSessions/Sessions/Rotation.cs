namespace TypedSessions.Sessions;

/// <summary>Why a session gets a new id with the next commit. Of two reasons the higher one counts.</summary>
internal enum Rotation
{
    /// <summary>It keeps its id.</summary>
    None,

    /// <summary>The id is old enough to be renewed. The previous one leads to the same record for some time.</summary>
    Renewal,

    /// <summary>An anonymous session is used by an authenticated user, and becomes theirs.</summary>
    Adoption,

    /// <summary>The application asks for it.</summary>
    Requested,

    /// <summary>A user signs in once more with the same login, which does not restart the absolute lifetime.</summary>
    Refresh,

    /// <summary>A user signs in.</summary>
    SignIn,

    /// <summary>
    /// A user signs in where another one's session is. Nothing of it is taken over, and the old id leads to a closed copy without values,
    /// so that a late request of the other user replaces no cookie.
    /// </summary>
    Replacement,
}
