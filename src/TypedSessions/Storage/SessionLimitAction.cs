namespace TypedSessions;

/// <summary>What happens when a user signs in who has as many sessions as allowed.</summary>
public enum SessionLimitAction
{
    /// <summary>The session that the user has not used for longest ends.</summary>
    EndLeastRecentlySeen,

    /// <summary>The sign-in is refused with a <see cref="SessionLimitException"/>.</summary>
    RefuseSignIn,
}
