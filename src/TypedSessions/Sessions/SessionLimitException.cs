namespace TypedSessions;

/// <summary>
/// The exception that is thrown when a sign-in is refused because the user already has the maximum number of sessions, and
/// <see cref="SessionSignInOptions.WhenExceeded"/> is <see cref="SessionLimitAction.RefuseSignIn"/>. Thrown by
/// <c>HttpContext.SignInAsync</c>, or, if another sign-in was committed first, by the commit. Nothing was stored.
/// </summary>
public sealed class SessionLimitException : SessionRefusedException
{
    /// <summary>Initializes a new instance with the limit that was reached.</summary>
    /// <param name="maxSessions">The maximum number of sessions.</param>
    public SessionLimitException(int maxSessions)
        : base($"The sign-in was refused: the user has {maxSessions} sessions, and no more are allowed. End another one first.")
        => MaxSessions = maxSessions;

    /// <summary>Gets the maximum number of sessions of the user.</summary>
    public int MaxSessions { get; }
}
