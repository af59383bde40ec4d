namespace TypedSessions;

/// <summary>
/// The exception that is thrown when a commit is refused and nothing was stored: the session of the user who signs in was ended by another
/// request, or a value cannot be merged (<see cref="SessionConflictException"/>). Unless the application catches it from
/// <see cref="ISession.CommitAsync"/>, the request is answered with 409 and nothing else.
/// </summary>
public class SessionRefusedException : Exception
{
    /// <summary>Initializes a new instance with a message.</summary>
    /// <param name="message">What was refused, and what to do.</param>
    public SessionRefusedException(string message)
        : base(message)
    {
    }
}
