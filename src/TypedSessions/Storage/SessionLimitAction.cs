namespace TypedSessions;

/// <summary>Specifies what happens when a user who already has the maximum number of sessions signs in.</summary>
public enum SessionLimitAction
{
    /// <summary>The user's least recently used session ends.</summary>
    EndLeastRecentlySeen,

    /// <summary>The sign-in is refused with a <see cref="SessionLimitException"/>.</summary>
    RefuseSignIn,
}
