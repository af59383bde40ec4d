namespace TypedSessions;

/// <summary>
/// The exception that is thrown when a commit is refused because another request has changed a value in a way that cannot be merged with
/// this request's change. Nothing was stored. Unless the application catches it from <see cref="ISession.CommitAsync"/>, the request is
/// answered with 409 and nothing else.
/// </summary>
/// <remarks>
/// The session then has the values that are stored, and this request's changes are dropped: read the property, set it again, and commit.
/// After a sign-in or another rotation the changes stay, and each commit throws again.
/// </remarks>
public sealed class SessionConflictException : SessionRefusedException
{
    /// <summary>Initializes a new instance for a key.</summary>
    /// <param name="key">The key of the value.</param>
    public SessionConflictException(string key)
        : base(
            $"The value of the session key '{key}' was changed by another request at the same time, and the changes cannot be merged. "
            + "Read it again and repeat the change.")
        => Key = key;

    /// <summary>Gets the key of the value.</summary>
    public string Key { get; }
}
