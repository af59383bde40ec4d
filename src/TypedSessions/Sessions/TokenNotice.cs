namespace TypedSessions.Sessions;

/// <summary>What the holder of a session's token has to be told after a commit. Most commits have nothing to tell.</summary>
/// <param name="Token">The token to keep; <see langword="null"/> to forget the one that there is, which is worth nothing.</param>
/// <param name="Expires">When the holder may forget the token; <see langword="null"/> for "when the browser closes".</param>
internal sealed record TokenNotice(SessionToken? Token, DateTimeOffset? Expires)
{
    /// <summary>Forget the token.</summary>
    public static TokenNotice Forget { get; } = new(null, null);

    /// <summary>Keep this token until then.</summary>
    public static TokenNotice Send(SessionToken token, DateTimeOffset? expires) => new(token, expires);
}
