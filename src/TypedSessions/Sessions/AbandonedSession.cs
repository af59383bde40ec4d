namespace TypedSessions.Sessions;

/// <summary>A session that the next commit ends, together with the sessions of the same visitor that continued from it.</summary>
/// <param name="Key">The key, of a record or a closed copy.</param>
/// <param name="Loaded">The record as it was loaded; <see langword="null"/> for a closed copy.</param>
/// <param name="User">The user whom the request was authenticated as.</param>
/// <param name="FollowedSignIn">The key of the cross-site sign-in's record that the session has followed.</param>
/// <param name="Cause">The cause of the end; <see langword="null"/> for a record that is not a separate session.</param>
internal sealed record AbandonedSession(
    SessionKey Key, SessionRecord? Loaded, AuthenticatedUser? User, SessionKey? FollowedSignIn, SessionEndCause? Cause)
{
    /// <summary>
    /// Returns whether a session that continued from this one may be ended, too. It may not if it belongs to another user.
    /// </summary>
    public bool CanEnd(SessionRecord successor)
        => Loaded?.IsOwnedBy(successor.Owner, successor.OwnerScheme) == true
            || User?.IsOwner(successor.Owner, successor.OwnerScheme) == true;
}
