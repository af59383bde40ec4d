namespace TypedSessions;

/// <summary>
/// A sign-in was refused because the user has as many sessions as allowed, and <see cref="SessionSignInOptions.WhenExceeded"/> is
/// <see cref="SessionLimitAction.RefuseSignIn"/>. Thrown by <c>HttpContext.SignInAsync</c>, or, if another sign-in was faster, by the
/// commit. Nothing was stored.
/// </summary>
public sealed class SessionLimitException : SessionRefusedException
{
    /// <summary>Initializes a new instance with the limit that was reached.</summary>
    /// <param name="maxSessions">The largest number of sessions.</param>
    public SessionLimitException(int maxSessions)
        : base($"The sign-in was refused: the user has {maxSessions} sessions, and no more are allowed. End another one first.")
        => MaxSessions = maxSessions;

    /// <summary>Gets the largest number of sessions that the user may have.</summary>
    public int MaxSessions { get; }
}
