namespace TypedSessions.Http;

/// <summary>How an endpoint uses the session: what its metadata and its parameters say.</summary>
internal sealed record SessionUse
{
    /// <summary>Nothing was said: there is no endpoint, or it is not known yet.</summary>
    public static SessionUse Unspecified { get; } = new();

    /// <summary>The endpoint's name, for messages.</summary>
    public string Endpoint { get; init; } = "";

    /// <summary>Whether the session is loaded before the endpoint runs.</summary>
    public bool Loads { get; init; }

    /// <summary>Whether the session can be read and not changed.</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>Whether to use the session leaves its expiry as it is.</summary>
    public bool IsNoTouch { get; init; }

    /// <summary>Whether the endpoint does without a session.</summary>
    public bool IsDisabled { get; init; }

    /// <summary>How long a request waits for its turn; <see langword="null"/> where requests of one session run at once.</summary>
    public TimeSpan? LockTimeout { get; init; }

    /// <summary>Whether a request to the endpoint renews the session that it uses.</summary>
    public bool RenewExpiration => !IsReadOnly && !IsNoTouch && !IsDisabled;
}
