namespace TypedSessions.Sessions;

/// <summary>How a session and the one who holds its token reach each other. For a request: its cookies.</summary>
internal interface ISessionChannel
{
    /// <summary>What was presented; the same each time.</summary>
    CandidateTokens Presented { get; }

    /// <summary>Gets a value indicating whether a new token can still be sent.</summary>
    bool CanSendToken { get; }

    /// <summary>
    /// Gets a value indicating whether anything may be stored for this visitor: not without the consent that the application requires.
    /// </summary>
    bool MayStore { get; }

    /// <summary>Gets a value indicating whether using the session through this channel renews it.</summary>
    bool IsActivity { get; }

    /// <summary>The endpoint that may read the session and not change it; <see langword="null"/> where it may be changed.</summary>
    string? ReadOnlyEndpoint { get; }

    /// <summary>
    /// Gets whether the session may be rotated or replaced because of its user: its endpoint may change it, and a cookie can be sent.
    /// </summary>
    bool CanReplaceSession { get; }

    /// <summary>Gets whether this is a request, and not a job.</summary>
    bool IsRequest { get; }

    /// <summary>Gets whether a new token reaches the one who holds the session.</summary>
    bool CanRotate { get; }

    /// <summary>Gets whether the browser sent no session cookie because the request is cross-site.</summary>
    bool IsCookieWithheld { get; }

    /// <summary>Gets the services of the request or the job; <see langword="null"/> for a session without.</summary>
    IServiceProvider? Services { get; }

    /// <summary>Gets the device that uses the session; <see langword="null"/> if it is not known.</summary>
    SessionDevice? Device { get; }

    /// <summary>Gets the user whom the request's authentication has found; <see langword="null"/> for none.</summary>
    AuthenticatedUser? User { get; }

    /// <summary>Returns the user whom a scheme finds in this request; <see langword="null"/> for none.</summary>
    ValueTask<AuthenticatedUser?> AuthenticateAsync(string scheme);

    /// <summary>The session is used for the first time.</summary>
    /// <exception cref="InvalidOperationException">It may not be used any more.</exception>
    void OnAccessed();

    /// <summary>The session has given out a value that can be changed in place.</summary>
    void OnTracked();
}
