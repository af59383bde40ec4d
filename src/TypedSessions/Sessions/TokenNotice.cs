namespace TypedSessions.Sessions;

/// <summary>What the holder of a session's token has to be told after a commit.</summary>
internal readonly struct TokenNotice
{
    private TokenNotice(SessionToken token, DateTimeOffset? expires)
    {
        Kind = TokenNoticeKind.Send;
        Token = token;
        Expires = expires;
    }

    private TokenNotice(TokenNoticeKind kind) => Kind = kind;

    public TokenNoticeKind Kind { get; }

    public SessionToken Token { get; }

    /// <summary>When the holder may forget the token; <see langword="null"/> for "when the browser closes".</summary>
    public DateTimeOffset? Expires { get; }

    /// <summary>Keep this token until then.</summary>
    public static TokenNotice Send(SessionToken token, DateTimeOffset? expires) => new(token, expires);

    /// <summary>Forget the token: it is worth nothing.</summary>
    public static TokenNotice Forget { get; } = new(TokenNoticeKind.Forget);
}

/// <summary>The kinds of <see cref="TokenNotice"/>.</summary>
internal enum TokenNoticeKind : byte
{
    None,
    Send,
    Forget,
}
