namespace TypedSessions.Sessions;

/// <summary>The user of an authenticated request, by the id that sessions store as their owner.</summary>
/// <param name="Id">The user's id; <see langword="null"/> if the principal has none.</param>
/// <param name="Scheme">The scheme.</param>
internal sealed record AuthenticatedUser(string? Id, string Scheme)
{
    /// <summary>Gets the time of the sign-in; <see langword="null"/> if it is not known.</summary>
    public DateTimeOffset? SignedInAt { get; init; }

    /// <summary>Gets the maximum number of sessions of the user; <see langword="null"/> for no limit.</summary>
    public int? MaxSessions { get; init; }

    /// <summary>
    /// Gets the session of the request that signed the user in, if that request could not reach the browser's own session.
    /// </summary>
    public DeferredSession? Deferred { get; init; }

    /// <summary>Returns whether a session that has this owner is the user's.</summary>
    public bool IsOwner(string? owner, string? scheme) => owner == Id && scheme == Scheme;
}

/// <summary>
/// The record that a cross-site sign-in has stored separately from the browser's session, and that the next request adds to it.
/// </summary>
/// <param name="Key">The key of the record.</param>
/// <param name="SignedInAt">When the user signed in.</param>
/// <param name="ExpiresAt">When the record ends.</param>
/// <param name="Expiry">The session's expiry from the sign-in on; <see langword="null"/> to keep the one that it has.</param>
internal sealed record DeferredSession(SessionKey Key, DateTimeOffset SignedInAt, DateTimeOffset ExpiresAt, SessionExpiry? Expiry)
{
    /// <summary>The key of the value that stores the sign-in that a session has followed.</summary>
    public const string Mark = ReservedKeys.Prefix + "deferred";

    /// <summary>Returns the key in a mark; <see langword="null"/> if it is invalid.</summary>
    public static SessionKey? ReadMark(ReadOnlyMemory<byte> mark) => mark.Length == SessionKey.Size ? new SessionKey(mark.Span) : null;

    /// <summary>Returns the key of the sign-in's record that a session has followed, or <see langword="null"/>.</summary>
    public static SessionKey? FindFollowedBy(SessionRecord session) => session.Values.TryGet(Mark, out var mark) ? ReadMark(mark) : null;
}

/// <summary>A cross-site sign-in that a session follows.</summary>
/// <param name="SignIn">The sign-in.</param>
/// <param name="HasValues">Whether the session has copied values of its record.</param>
internal sealed record FollowedSignIn(DeferredSession SignIn, bool HasValues);
