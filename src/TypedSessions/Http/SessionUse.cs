namespace TypedSessions.Http;

/// <summary>How an endpoint uses the session, as its metadata and its parameters specify.</summary>
internal sealed record SessionUse
{
    /// <summary>Gets the use without an endpoint, or before it is known.</summary>
    public static SessionUse Unspecified { get; } = new();

    /// <summary>Gets the endpoint's name, for messages.</summary>
    public string Endpoint { get; init; } = "";

    /// <summary>Gets a value indicating whether the session is loaded before the endpoint runs.</summary>
    public bool Preload { get; init; }

    /// <summary>Gets a value indicating whether the session is read-only.</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>Gets a value indicating whether using the session does not renew its expiry.</summary>
    public bool IsNoTouch { get; init; }

    /// <summary>Gets a value indicating whether the endpoint uses no session.</summary>
    public bool IsDisabled { get; init; }

    /// <summary>
    /// Gets how long a request waits for the session's lock; <see langword="null"/> if requests of a session run concurrently.
    /// </summary>
    public TimeSpan? LockTimeout { get; init; }

    /// <summary>Gets a value indicating whether a request to the endpoint renews the session that it uses.</summary>
    public bool RenewExpiration => !IsReadOnly && !IsNoTouch && !IsDisabled;
}
