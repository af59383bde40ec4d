namespace TypedSessions.Sessions;

/// <summary>Connects a session to the client that has its token: in a request, by its cookies.</summary>
internal interface ISessionChannel
{
    /// <summary>Gets the presented tokens, the same instance each time.</summary>
    CandidateTokens Presented { get; }

    /// <summary>Gets a value indicating whether a new token can still be sent.</summary>
    bool CanSendToken { get; }

    /// <summary>
    /// Gets a value indicating whether anything may be stored for this visitor, who must have given consent if the application requires it.
    /// </summary>
    bool CanStore { get; }

    /// <summary>Gets a value indicating whether using the session through this channel renews it.</summary>
    bool IsActivity { get; }

    /// <summary>
    /// Gets the name of the endpoint if it may only read the session; <see langword="null"/> if the session may be changed.
    /// </summary>
    string? ReadOnlyEndpoint { get; }

    /// <summary>
    /// Gets whether the session may be rotated or replaced because of its user: its endpoint may change it, and a cookie can be sent.
    /// </summary>
    bool CanReplaceSession { get; }

    /// <summary>Gets whether this is a request, and not a job.</summary>
    bool IsRequest { get; }

    /// <summary>Gets whether the client can get a new token. It cannot if the session was opened by its key.</summary>
    bool CanRotate { get; }

    /// <summary>Gets whether the browser sent no session cookie because the request is cross-site.</summary>
    bool IsCookieWithheld { get; }

    /// <summary>Gets the services of the request or the job; <see langword="null"/> for a session without.</summary>
    IServiceProvider? Services { get; }

    /// <summary>Gets the device that uses the session; <see langword="null"/> if it is not known.</summary>
    SessionDevice? Device { get; }

    /// <summary>Gets the authenticated user of the request; <see langword="null"/> for none.</summary>
    AuthenticatedUser? User { get; }

    /// <summary>Authenticates the request with a scheme. Returns the user; <see langword="null"/> for none.</summary>
    ValueTask<AuthenticatedUser?> AuthenticateAsync(string scheme);

    /// <summary>Called when the session is used for the first time.</summary>
    /// <exception cref="InvalidOperationException">The session may no longer be used.</exception>
    void OnAccessed();

    /// <summary>Called when the session has returned a value that can be changed in place.</summary>
    void OnTracked();
}
