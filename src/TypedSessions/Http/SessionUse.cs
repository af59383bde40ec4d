namespace TypedSessions.Http;

/// <summary>How an endpoint uses the session: what its metadata and its parameters say.</summary>
internal sealed record SessionUse
{
    /// <summary>Nothing was said: there is no endpoint, or it is not known yet.</summary>
    public static SessionUse Unspecified { get; } = new();

    /// <summary>The endpoint's name, for messages.</summary>
    public string Endpoint { get; init; } = "";

    /// <summary>Gets a value indicating whether the session is loaded before the endpoint runs.</summary>
    public bool Loads { get; init; }

    /// <summary>Gets a value indicating whether the session is read-only.</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>Gets a value indicating whether using the session does not renew its expiry.</summary>
    public bool IsNoTouch { get; init; }

    /// <summary>Gets a value indicating whether the endpoint uses no session.</summary>
    public bool IsDisabled { get; init; }

    /// <summary>How long a request waits for its turn; <see langword="null"/> where requests of one session run at once.</summary>
    public TimeSpan? LockTimeout { get; init; }

    /// <summary>Gets a value indicating whether a request to the endpoint renews the session that it uses.</summary>
    public bool RenewExpiration => !IsReadOnly && !IsNoTouch && !IsDisabled;
}
