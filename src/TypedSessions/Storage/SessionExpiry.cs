namespace TypedSessions;

/// <summary>
/// Specifies when a session expires: after a time without activity, at a point in time, with the browser, or as the options specify.
/// Django: the argument of <c>set_expiry</c>, a number, a <c>datetime</c>, <c>0</c> or <c>None</c>.
/// </summary>
/// <remarks>
/// No expiry exceeds the absolute lifetime of <c>TypedSessionsOptions</c>. Times are stored in whole milliseconds.
/// </remarks>
public readonly record struct SessionExpiry
{
    private static readonly TimeSpan MaxIdle = TimeSpan.FromDays(36525);

    private readonly Kind _kind;
    private readonly long _milliseconds;

    private SessionExpiry(Kind kind, long milliseconds = 0)
    {
        _kind = kind;
        _milliseconds = milliseconds;
    }

    private enum Kind : byte
    {
        Default,
        WithBrowser,
        Idle,
        At,
        WithBrowserOrIdle,
    }

    /// <summary>Gets the expiry of the options: <c>IdleTimeout</c>, by default 14 days. Django: <c>set_expiry(None)</c>.</summary>
    public static SessionExpiry Default => default;

    /// <summary>
    /// Gets the expiry with the browser: the browser deletes the cookie when it closes. The stored record expires after the options'
    /// <c>IdleTimeout</c>, because a server is not notified when a browser closes. Django: <c>set_expiry(0)</c>.
    /// </summary>
    public static SessionExpiry WithBrowser => new(Kind.WithBrowser);

    /// <summary>
    /// Returns the expiry after a time without a request that used the session. Django: <c>set_expiry(seconds)</c>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="idleTimeout"/> is under a millisecond, or over 100 years.</exception>
    public static SessionExpiry Idle(TimeSpan idleTimeout) => After(Kind.Idle, idleTimeout);

    /// <summary>
    /// Returns the expiry with the browser and after an idle time: the browser deletes the cookie when it closes, and the stored record
    /// expires after <paramref name="idleTimeout"/> without a request that used the session.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="idleTimeout"/> is under a millisecond, or over 100 years.</exception>
    public static SessionExpiry WithBrowserOrIdle(TimeSpan idleTimeout) => After(Kind.WithBrowserOrIdle, idleTimeout);

    /// <summary>
    /// Returns the expiry at a point in time, with or without activity. One in the past ends the session with this request. Django:
    /// <c>set_expiry(datetime)</c>.
    /// </summary>
    public static SessionExpiry At(DateTimeOffset expiresAt) => new(Kind.At, expiresAt.ToUnixTimeMilliseconds());

    /// <summary>
    /// Gets the time without activity after which the session expires; <see langword="null"/> except for <see cref="Idle"/> and
    /// <see cref="WithBrowserOrIdle"/>.
    /// </summary>
    public TimeSpan? IdleTimeout => _kind is Kind.Idle or Kind.WithBrowserOrIdle ? TimeSpan.FromMilliseconds(_milliseconds) : null;

    /// <summary>Gets the time at which the session expires; <see langword="null"/> except for <see cref="At"/>.</summary>
    public DateTimeOffset? ExpiresAt => _kind is Kind.At ? DateTimeOffset.FromUnixTimeMilliseconds(_milliseconds) : null;

    /// <summary>Gets whether the browser deletes the cookie when it closes. Django: <c>get_expire_at_browser_close</c>.</summary>
    public bool IsWithBrowser => _kind is Kind.WithBrowser or Kind.WithBrowserOrIdle;

    /// <summary>
    /// Returns a number for an engine to store beside <see cref="SessionRecord.ExpiresAt"/>: <see langword="null"/> for the default, 0 for
    /// the browser, −1 for a point in time (which is <c>ExpiresAt</c> itself), a positive idle time in milliseconds, and for
    /// <see cref="WithBrowserOrIdle"/> −1 less the idle time in milliseconds.
    /// </summary>
    public long? ToStoredValue() => _kind switch
    {
        Kind.WithBrowser => 0,
        Kind.At => -1,
        Kind.Idle => _milliseconds,
        Kind.WithBrowserOrIdle => -1 - _milliseconds,
        _ => null,
    };

    /// <summary>
    /// Returns the expiry for a number that <see cref="ToStoredValue"/> returned and the record's time of expiry. For any other number, it
    /// returns the default.
    /// </summary>
    public static SessionExpiry FromStoredValue(long? stored, DateTimeOffset expiresAt) => stored switch
    {
        0 => WithBrowser,
        -1 => At(expiresAt),
        > 0 and var idle when idle <= (long)MaxIdle.TotalMilliseconds => new(Kind.Idle, idle),
        < -1 and var idle when idle >= -1 - (long)MaxIdle.TotalMilliseconds => new(Kind.WithBrowserOrIdle, -1 - idle),
        _ => Default,
    };

    private static SessionExpiry After(Kind kind, TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.FromMilliseconds(1));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(time, MaxIdle);
        return new(kind, (long)time.TotalMilliseconds);
    }

    /// <summary>Returns a text for logs and debuggers.</summary>
    public override string ToString() => _kind switch
    {
        Kind.WithBrowser => "with the browser",
        Kind.Idle => $"after {IdleTimeout} without activity",
        Kind.WithBrowserOrIdle => $"with the browser, or after {IdleTimeout} without activity",
        Kind.At => $"at {ExpiresAt:O}",
        _ => "default",
    };
}
