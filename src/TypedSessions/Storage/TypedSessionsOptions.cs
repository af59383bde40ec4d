using System.Text.Json;
using Microsoft.Extensions.Options;

namespace TypedSessions;

/// <summary>Options of an application's sessions.</summary>
public sealed class TypedSessionsOptions
{
    /// <summary>
    /// Gets or sets the cookie that carries the session's token. Its age follows the session's expiry. Django: <c>SESSION_COOKIE_*</c>.
    /// </summary>
    /// <value>
    /// Default: <c>__Host-session</c>, HttpOnly, SameSite=Lax, Path=/, Secure, essential. In Development it is Secure only over HTTPS, and
    /// its name carries the application's name, <c>session-MyShop</c>, so that two applications on one host do not end each other's
    /// sessions.
    /// </value>
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
    /// Gets or sets how long a session lives without activity, unless its own expiry says otherwise. Django: <c>SESSION_COOKIE_AGE</c>.
    /// </summary>
    /// <value>From one second to 100 years. Default: 14 days.</value>
    [OptionRange("00:00:01", "36525.00:00:00")]
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromDays(14);

    /// <summary>
    /// Gets or sets how long a session without an owner lives without activity, unless its own expiry says otherwise, so that visitors who
    /// never sign in leave no records for long. A sign-in extends the session to <see cref="IdleTimeout"/>.
    /// </summary>
    /// <value>From one second to <see cref="IdleTimeout"/>. Default: <see langword="null"/>, which means <see cref="IdleTimeout"/>.</value>
    [OptionRange("00:00:01", "36525.00:00:00")]
    public TimeSpan? AnonymousIdleTimeout { get; set; }

    /// <summary>
    /// Gets or sets whether the browser discards the cookie when it closes, unless the session's own expiry says otherwise.
    /// Django: <c>SESSION_EXPIRE_AT_BROWSER_CLOSE</c>.
    /// </summary>
    /// <value>Default: <see langword="false"/>.</value>
    public bool ExpireWithBrowser { get; set; }

    /// <summary>
    /// Gets or sets whether every request that carries a session renews it and its cookie, used or not, and at once instead of after
    /// a tenth of <see cref="IdleTimeout"/>. It costs a load and a write per request, and marks every such response as private. A request
    /// without a session never starts one. Django: <c>SESSION_SAVE_EVERY_REQUEST</c>.
    /// </summary>
    /// <value>Default: <see langword="false"/>.</value>
    public bool RenewOnEveryRequest { get; set; }

    /// <summary>Gets or sets the maximum lifetime of a session, regardless of its activity. Django has no such setting.</summary>
    /// <value>From <see cref="IdleTimeout"/> to 100 years. Default: <see langword="null"/>, for no limit.</value>
    [OptionRange("00:00:01", "36525.00:00:00")]
    public TimeSpan? AbsoluteLifetime { get; set; }

    /// <summary>
    /// Gets or sets how long the previous id of a rotated session leads to a closed copy, which exposes no values. If a login is submitted
    /// twice, or its response is lost, the second attempt continues from the values before the first one.
    /// </summary>
    /// <value>From zero, which keeps no values, to one hour. Default: 60 seconds.</value>
    [OptionRange("00:00:00", "01:00:00")]
    public TimeSpan RotationGrace { get; set; } = SessionChanges.DefaultRotationGrace;

    /// <summary>
    /// Gets or sets the age at which the id of a session is renewed: its next request gets a new id and cookie. The previous id leads to
    /// the session until the new one has been presented, and for <see cref="RenewalGrace"/> after that. From then on it is refused, logged
    /// and counted, because it may have been stolen. Memory, files, Redis, databases and cached databases can renew ids; with another
    /// engine the application does not start.
    /// </summary>
    /// <value>From one minute to 100 years, and more than <see cref="RenewalGrace"/>. Default: <see langword="null"/>, for never.</value>
    [OptionRange("00:01:00", "36525.00:00:00")]
    public TimeSpan? RenewIdAfter { get; set; }

    /// <summary>
    /// Gets or sets how long the previous id of a session still leads to it once the renewed one was presented. It is also the time after
    /// which a renewed id that was not presented is renewed again, because its response may have been lost; each further attempt doubles
    /// that time. Without <see cref="RenewIdAfter"/> it has no effect.
    /// </summary>
    /// <value>From one second to one hour. Default: 30 seconds.</value>
    [OptionRange("00:00:01", "01:00:00")]
    public TimeSpan RenewalGrace { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Gets or sets the maximum size in bytes of a session's keys and values. Setting a value beyond it throws. Cookies have a lower
    /// limit.
    /// </summary>
    /// <value>At least 1,024. Default: 256 KiB.</value>
    [OptionRange("1024")]
    public int MaxSize { get; set; } = 256 * 1024;

    /// <summary>
    /// Gets or sets whether <c>HttpContext.Session</c> may load the session synchronously, as in ASP.NET Core, if it was neither announced
    /// nor loaded before. Otherwise such an access throws, with a message that names how to announce it.
    /// </summary>
    /// <value>Default: <see langword="true"/>.</value>
    public bool AllowSynchronousLoad { get; set; } = true;

    /// <summary>
    /// Gets or sets how long the engine may take for one operation before the request fails. Best effort for synchronous loads: PostgreSQL
    /// rounds up to whole seconds, and a cache has its own limit.
    /// </summary>
    /// <value>From one millisecond to one day. Default: one minute.</value>
    [OptionRange("00:00:00.001", "1.00:00:00")]
    public TimeSpan EngineTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Gets or sets whether the application fails to start while a database or session folder cannot be reached or made ready. Otherwise
    /// it starts, logs a warning, and tries again every five seconds; requests that use a session are answered with 503 until it
    /// succeeds, and all others are served.
    /// </summary>
    /// <value>Default: <see langword="true"/>.</value>
    public bool RequireEngineAtStart { get; set; } = true;

    /// <summary>
    /// Gets or sets whether a failure of the engine leaves the middleware as a <see cref="Storage.SessionEngineException"/>, for the
    /// application's own exception handling. Otherwise the request is answered with 503, <c>Retry-After</c> and a short body, so that load
    /// balancers and clients know that they may try again, and the failure is logged.
    /// </summary>
    /// <value>Default: <see langword="false"/>; in Development always <see langword="true"/>, for the developer exception page.</value>
    public bool ThrowOnEngineFailure { get; set; }

    /// <summary>Gets or sets whether a response with a status of 500 or above saves what the request changed.</summary>
    /// <value>Default: <see langword="false"/>, as in Django.</value>
    public bool SaveOnServerError { get; set; }

    /// <summary>
    /// Gets or sets whether a request whose session was ended by another one before it completed is answered with 400, as in Django. Its
    /// changes are dropped in either case. The browser keeps its cookie, because another response may just have replaced it.
    /// </summary>
    /// <value>Default: <see langword="false"/>.</value>
    public bool RejectWhenGone { get; set; }

    /// <summary>
    /// Gets or sets the options with which values are written as JSON by reflection: fields, naming, converters. Models with a
    /// <c>JsonContext</c> use that context's own options. The instance becomes read-only with its first use. A later release with other
    /// options may not be able to read stored values.
    /// </summary>
    /// <value>Default: <see langword="null"/>, which means <see cref="JsonSerializerOptions.Default"/>.</value>
    public JsonSerializerOptions? JsonSerializerOptions { get; set; }

    /// <summary>Gets the options of sign-ins and sign-outs.</summary>
    [ValidateObjectMembers]
    public SessionSignInOptions SignIn { get; } = new();

    /// <summary>Gets the options of the removal of expired records. Django: <c>clearsessions</c>.</summary>
    [ValidateObjectMembers]
    public SessionCleanupOptions Cleanup { get; } = new();

    /// <summary>
    /// Gets or sets whether each value that is set is verified to survive encoding and decoding. Development sets it to
    /// <see langword="true"/>.
    /// </summary>
    internal bool VerifyValues { get; set; }

    /// <summary>Returns the window that activity renews; <see langword="null"/> for an expiry that activity does not move.</summary>
    internal TimeSpan? GetWindow(SessionExpiry expiry, bool hasOwner)
        => expiry.ExpiresAt is not null ? null : expiry.IdleTimeout ?? (hasOwner ? IdleTimeout : AnonymousIdleTimeout ?? IdleTimeout);

    /// <summary>Returns the time at which a session that is active now expires.</summary>
    internal DateTimeOffset GetExpiresAt(SessionExpiry expiry, bool hasOwner, DateTimeOffset now, DateTimeOffset? absoluteExpiration)
    {
        var expiresAt = expiry.ExpiresAt ?? now + GetWindow(expiry, hasOwner)!.Value;
        return absoluteExpiration < expiresAt ? absoluteExpiration.Value : expiresAt;
    }

    /// <summary>Returns whether the browser discards the cookie when it closes.</summary>
    internal bool IsWithBrowser(SessionExpiry expiry) => expiry.IsWithBrowser || (ExpireWithBrowser && expiry == SessionExpiry.Default);
}
