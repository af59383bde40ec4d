namespace TypedSessions;

/// <summary>
/// When a session ends by itself: after a time without activity, at a moment, with the browser, or as the options say.
/// Django: the argument of <c>set_expiry</c>, whose number, <c>datetime</c>, <c>0</c> and <c>None</c> these are.
/// </summary>
/// <remarks>
/// Beside it stands the absolute lifetime of <c>TypedSessionsOptions</c>, which no expiry can exceed. Times are kept in whole milliseconds.
/// </remarks>
public readonly record struct SessionExpiry
{
    private static readonly TimeSpan LongestIdle = TimeSpan.FromDays(36525);

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

    /// <summary>As the options say: <c>IdleTimeout</c>, 14 days unless set. Django: <c>set_expiry(None)</c>.</summary>
    public static SessionExpiry Default => default;

    /// <summary>
    /// The cookie goes when the browser closes; the stored record still ends after the options' <c>IdleTimeout</c>, because a server
    /// does not see browsers close. Django: <c>set_expiry(0)</c>.
    /// </summary>
    public static SessionExpiry WithBrowser => new(Kind.WithBrowser);

    /// <summary>After <paramref name="time"/> without a request that touched the session. Django: <c>set_expiry(seconds)</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="time"/> is under a millisecond, or over 100 years.</exception>
    public static SessionExpiry Idle(TimeSpan time) => After(Kind.Idle, time);

    /// <summary>
    /// Like <see cref="WithBrowser"/>, with an idle time of its own: the cookie goes when the browser closes,
    /// and the stored record ends after <paramref name="time"/> without a request that touched the session.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="time"/> is under a millisecond, or over 100 years.</exception>
    public static SessionExpiry WithBrowserOrIdle(TimeSpan time) => After(Kind.WithBrowserOrIdle, time);

    /// <summary>
    /// At <paramref name="moment"/>, whatever the activity; a moment that has passed ends the session with this request.
    /// Django: <c>set_expiry(datetime)</c>.
    /// </summary>
    public static SessionExpiry At(DateTimeOffset moment) => new(Kind.At, moment.ToUnixTimeMilliseconds());

    /// <summary>
    /// Gets the time without activity after which the session ends; <see langword="null"/> unless made by <see cref="Idle"/> or
    /// <see cref="WithBrowserOrIdle"/>.
    /// </summary>
    public TimeSpan? IdleTime => _kind is Kind.Idle or Kind.WithBrowserOrIdle ? TimeSpan.FromMilliseconds(_milliseconds) : null;

    /// <summary>The moment at which the session ends; <see langword="null"/> unless made by <see cref="At"/>.</summary>
    public DateTimeOffset? Moment => _kind is Kind.At ? DateTimeOffset.FromUnixTimeMilliseconds(_milliseconds) : null;

    /// <summary>Whether the cookie goes when the browser closes. Django: <c>get_expire_at_browser_close</c>.</summary>
    public bool IsWithBrowser => _kind is Kind.WithBrowser or Kind.WithBrowserOrIdle;

    /// <summary>
    /// One number for an engine to store beside the record's <see cref="SessionRecord.Expires"/>: <see langword="null"/>
    /// for the default, 0 for the browser, −1 for a moment (which is <c>Expires</c> itself), a positive idle time in
    /// milliseconds, and for <see cref="WithBrowserOrIdle"/> −1 less the idle time in milliseconds.
    /// </summary>
    public long? ToStored() => _kind switch
    {
        Kind.WithBrowser => 0,
        Kind.At => -1,
        Kind.Idle => _milliseconds,
        Kind.WithBrowserOrIdle => -1 - _milliseconds,
        _ => null,
    };

    /// <summary>
    /// Reads back what <see cref="ToStored"/> gave, with the record's moment of expiry. A number that it never gives reads as the default.
    /// </summary>
    public static SessionExpiry FromStored(long? stored, DateTimeOffset expires) => stored switch
    {
        0 => WithBrowser,
        -1 => At(expires),
        > 0 and var idle when idle <= (long)LongestIdle.TotalMilliseconds => new(Kind.Idle, idle),
        < -1 and var idle when idle >= -1 - (long)LongestIdle.TotalMilliseconds => new(Kind.WithBrowserOrIdle, -1 - idle),
        _ => Default,
    };

    private static SessionExpiry After(Kind kind, TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.FromMilliseconds(1));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(time, LongestIdle);
        return new(kind, (long)time.TotalMilliseconds);
    }

    /// <summary>A text for logs and debuggers.</summary>
    public override string ToString() => _kind switch
    {
        Kind.WithBrowser => "with the browser",
        Kind.Idle => $"after {IdleTime} without activity",
        Kind.WithBrowserOrIdle => $"with the browser, or after {IdleTime} without activity",
        Kind.At => $"at {Moment:O}",
        _ => "default",
    };
}
