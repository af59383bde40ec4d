namespace TypedSessions.Sessions;

/// <summary>The user whom an authentication scheme found in a request, as the session knows users.</summary>
/// <param name="Id">The user's id; <see langword="null"/> if the principal has none.</param>
/// <param name="Scheme">The scheme.</param>
internal sealed record AuthenticatedUser(string? Id, string Scheme)
{
    /// <summary>Gets the time of the sign-in; <see langword="null"/> if the login does not show it.</summary>
    public DateTimeOffset? SignedInAt { get; init; }

    /// <summary>Gets the largest number of sessions that the user can have; <see langword="null"/> for no limit.</summary>
    public int? MaxSessions { get; init; }

    /// <summary>
    /// Gets the session of the request that signed the user in, if that request could not reach the browser's own session.
    /// </summary>
    public DeferredSession? Deferred { get; init; }

    /// <summary>Returns whether a session that has this owner is the user's.</summary>
    public bool IsOwner(string? owner, string? scheme) => owner == Id && scheme == Scheme;
}

/// <summary>What a cross-site sign-in has stored apart from the browser's session, for the next request to add to it.</summary>
/// <param name="Key">The key of the record.</param>
/// <param name="SignedInAt">When the user signed in.</param>
/// <param name="ExpiresAt">When the record ends.</param>
/// <param name="Expiry">The session's expiry from the sign-in on; <see langword="null"/> to keep the one that it has.</param>
internal sealed record DeferredSession(SessionKey Key, DateTimeOffset SignedInAt, DateTimeOffset ExpiresAt, SessionExpiry? Expiry)
{
    /// <summary>The key of the value by which a session remembers the sign-in that it has followed.</summary>
    public const string Mark = ReservedKeys.Prefix + "deferred";

    /// <summary>Returns the key that a mark names.</summary>
    public static SessionKey? ReadMark(ReadOnlyMemory<byte> mark) => mark.Length == SessionKey.Size ? new SessionKey(mark.Span) : null;

    /// <summary>Returns the key of the sign-in's record that a session has followed, which has the login for some time longer.</summary>
    public static SessionKey? FindFollowedBy(SessionRecord session) => session.Values.TryGet(Mark, out var mark) ? ReadMark(mark) : null;
}

/// <summary>A cross-site sign-in that a session follows.</summary>
/// <param name="SignIn">The sign-in.</param>
/// <param name="HasValues">Whether values of its record were taken over.</param>
internal sealed record FollowedSignIn(DeferredSession SignIn, bool HasValues);
