using System.Text.Json;

namespace TypedSessions;

/// <summary>How an application's sessions behave.</summary>
public sealed class TypedSessionsOptions
{
    /// <summary>
    /// Gets or sets the cookie that carries the session's token. By default HttpOnly, SameSite=Lax, Path=/, Secure,
    /// essential, and named <c>__Host-session</c>. In Development, where HTTPS may be missing, it is Secure as the
    /// request is and its name, <c>session-MyShop</c>, carries the application's name, so that two applications on one
    /// host do not end each other's sessions. Its age follows the session's own expiry. Django: <c>SESSION_COOKIE_*</c>.
    /// </summary>
    /// <exception cref="ArgumentNullException">The value is <see langword="null"/>.</exception>
    public CookieBuilder Cookie
    {
        get;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value;
        }
    } = new()
    {
        Path = "/",
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        SecurePolicy = CookieSecurePolicy.Always,
        IsEssential = true,
    };

    /// <summary>
    /// How long a session lives without activity, unless it has an expiry of its own: 14 days. Django: <c>SESSION_COOKIE_AGE</c>.
    /// </summary>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromDays(14);

    /// <summary>
    /// Whether the cookie goes with the browser, unless the session has an expiry of
    /// its own; off by default. Django: <c>SESSION_EXPIRE_AT_BROWSER_CLOSE</c>.
    /// </summary>
    public bool ExpireWithBrowser { get; set; }

    /// <summary>
    /// Whether every request that carries a session renews it and its cookie, used or not, and at once instead of after
    /// a tenth of <see cref="IdleTimeout"/>. It costs a load and a write a request, and marks every such response as
    /// private. Off by default. A request without a session never begins one. Django: <c>SESSION_SAVE_EVERY_REQUEST</c>.
    /// </summary>
    public bool RenewOnEveryRequest { get; set; }

    /// <summary>How long any session lives at most, whatever the activity; no limit by default. Django has no such setting.</summary>
    public TimeSpan? AbsoluteLifetime { get; set; }

    /// <summary>
    /// Gets or sets how long the old id of a session that got a new one leads to a closed copy: 60 seconds by
    /// default, at most an hour. The copy shows nothing. It lets a login that was submitted twice, or whose answer
    /// was lost, continue from the values of the moment before the first one. Zero keeps no values for that.
    /// </summary>
    public TimeSpan RotationGrace { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How many bytes a session's keys and values may take together: 256 KiB by default.
    /// What would exceed it throws when it is set. The cookie engine has room for less.
    /// </summary>
    public int MaxSize { get; set; } = 256 * 1024;

    /// <summary>
    /// Whether code that reaches for <c>HttpContext.Session</c> unannounced may wait for it, as
    /// in ASP.NET Core: on by default. Off, it gets an exception that says how to announce it.
    /// </summary>
    public bool AllowSynchronousLoad { get; set; } = true;

    /// <summary>
    /// How long the engine may take for one operation before the request fails: one minute by default. A load that a thread
    /// waits for keeps to it as well as synchronous calls can: PostgreSQL in whole seconds, a cache by a limit of its own.
    /// </summary>
    public TimeSpan EngineTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Gets or sets whether the application fails to start while a database or session folder cannot be reached or made ready. Otherwise
    /// it starts, logs a warning, and tries again every five seconds; requests that use a session are answered with 503 until it
    /// succeeds, and all others are served.
    /// </summary>
    /// <value>Default: <see langword="true"/>.</value>
    public bool RequireEngineAtStart { get; set; } = true;

    /// <summary>
    /// Gets or sets whether a failure of the engine leaves the middleware as a <see
    /// cref="Storage.SessionEngineException"/>, for the application's own handling of exceptions. Otherwise the request is
    /// answered with 503, <c>Retry-After</c> and a short body, so that load balancers and clients know that they may try
    /// again, and the failure is logged. In Development it always leaves the middleware, for the developer exception page.
    /// </summary>
    /// <value>Default: <see langword="false"/>.</value>
    public bool ThrowOnEngineFailure { get; set; }

    /// <summary>Whether a response of 500 and over saves what the request changed; off by default, as in Django.</summary>
    public bool SaveOnServerError { get; set; }

    /// <summary>
    /// Whether the response to a request whose session was ended by another one meanwhile gets the status
    /// 400, which Django gives it. Off by default. Its changes are dropped in either case. Its cookie,
    /// which is worth nothing, stays with the browser: another response may just have replaced it.
    /// </summary>
    public bool RejectWhenGone { get; set; }

    /// <summary>
    /// Gets or sets the options with which values are written as JSON by reflection: fields, naming,
    /// converters. Models with a <c>JsonContext</c> use that context's own options. The options become
    /// read-only with their first use; changing them later makes values unreadable that are stored already.
    /// </summary>
    /// <value>Default: <see langword="null"/>, which means <see cref="JsonSerializerOptions.Default"/>.</value>
    public JsonSerializerOptions? JsonSerializerOptions { get; set; }

    /// <summary>What a sign-in and a sign-out mean for the session.</summary>
    public SessionSignInOptions SignIn { get; } = new();

    /// <summary>How records that have expired are removed. Django: <c>clearsessions</c>.</summary>
    public SessionClearingOptions Clearing { get; } = new();

    /// <summary>Gets or sets whether each value that is set is verified to survive encoding and decoding: in Development.</summary>
    internal bool ChecksEachValue { get; set; }

    /// <summary>Returns the window that activity renews; <see langword="null"/> for an expiry that activity does not move.</summary>
    internal TimeSpan? GetWindow(SessionExpiry expiry) => expiry.Moment is null ? expiry.IdleTime ?? IdleTimeout : null;

    /// <summary>Returns the time at which a session that is active now expires.</summary>
    internal DateTimeOffset GetExpiresAt(SessionExpiry expiry, DateTimeOffset now, DateTimeOffset? absoluteExpiration)
    {
        var expiresAt = expiry.Moment ?? now + GetWindow(expiry)!.Value;
        return absoluteExpiration < expiresAt ? absoluteExpiration.Value : expiresAt;
    }

    /// <summary>Returns whether the browser discards the cookie when it closes.</summary>
    internal bool IsWithBrowser(SessionExpiry expiry) => expiry.IsWithBrowser || (ExpireWithBrowser && expiry == SessionExpiry.Default);
}
