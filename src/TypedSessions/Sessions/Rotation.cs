namespace TypedSessions.Sessions;

/// <summary>Why a session gets a new id with the next commit. Of two reasons the higher one counts.</summary>
internal enum Rotation
{
    /// <summary>It keeps its id.</summary>
    None,

    /// <summary>An anonymous session is used by an authenticated user, and becomes theirs.</summary>
    Adoption,

    /// <summary>The application asks for it.</summary>
    Requested,

    /// <summary>A user signs in.</summary>
    SignIn,
}
