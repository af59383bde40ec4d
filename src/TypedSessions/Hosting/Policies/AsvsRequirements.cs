using TypedSessions.Http.Cookies;
using TypedSessions.Integration.Authentication;
using TypedSessions.Sessions;

namespace TypedSessions.Hosting.Policies;

/// <summary>
/// The requirements of OWASP ASVS 5.0 that a session library decides. That ids are random and
/// never taken from a client (7.2.2, 7.2.3) cannot be switched off, so it is not verified.
/// </summary>
internal static class AsvsRequirements
{
    public static readonly TimeSpan MaxIdleTimeoutLevel2 = TimeSpan.FromMinutes(30);
    public static readonly TimeSpan MaxIdleTimeoutLevel3 = TimeSpan.FromMinutes(15);
    public static readonly TimeSpan MaxLifetime = TimeSpan.FromHours(12);

    private const int MaxCookieLength = 4096;

    public static IReadOnlyList<SessionRequirement> Level1 { get; } =
    [
        new("7.2.1", "sessions are verified by the server: an engine that keeps them there, so not UseCookie",
            static (_, engine) => engine is not null),
        new("7.2.4", "a sign-in gives a new id: SignIn.Enabled", static (options, _) => options.SignIn.Enabled),
        new("7.4.1", "a session that was ended can no longer be used: an engine that can revoke sessions",
            static (_, engine) => engine?.Guarantees.HasFlag(SessionGuarantees.Revocation) == true),
        new("7.4.1", "a login ends with its session: KeepTicketsInSession for every cookie scheme that signs users in",
            static (_, _) => true)
        {
            IsMetByApplication = LoginCookies.EndWithSessionAsync,
        },
        new("3.3.1", "the cookie is Secure and its name begins with __Host- or __Secure-: Cookie.SecurePolicy, Cookie.Name",
            static (options, _) => options.Cookie.SecurePolicy is CookieSecurePolicy.Always
                && CookieRules.HasSecurePrefix(options.Cookie.Name ?? "")),
    ];

    public static IReadOnlyList<SessionRequirement> Level2 { get; } =
    [
        .. Level1,
        RequireIdleTimeout(MaxIdleTimeoutLevel2),
        new("7.3.2", "a session ends after 12 hours regardless of activity: AbsoluteLifetime",
            static (options, _) => options.AbsoluteLifetime <= MaxLifetime),
        new("7.4.5", "the sessions of a user can be found and ended: an engine that can list its records",
            static (_, engine) => engine is ISessionInventory),
        new("3.3.2", "the cookie has an explicit SameSite: Cookie.SameSite",
            static (options, _) => options.Cookie.SameSite is SameSiteMode.Lax or SameSiteMode.Strict),
        new("3.3.3", "the cookie's name begins with __Host- unless it is shared on purpose: Cookie.Name",
            static (options, _) => CookieRules.HasHostPrefix(options.Cookie.Name ?? "") || options.Cookie.Domain is not null),
        new("3.3.4", "scripts cannot read the cookie: Cookie.HttpOnly", static (options, _) => options.Cookie.HttpOnly),
    ];

    public static IReadOnlyList<SessionRequirement> Level3 { get; } =
    [
        .. Level2.Where(static requirement => requirement.Id != "7.3.1"),
        RequireIdleTimeout(MaxIdleTimeoutLevel3),
        new("3.3.5", $"name and value of the cookie are not longer than {MaxCookieLength} bytes: Cookie.Name",
            static (options, engine) => engine is not null && options.Cookie.Name?.Length + SessionToken.Length <= MaxCookieLength),
        new("SP 800-63B 7.1", "the session does not outlive the browser: ExpireWithBrowser",
            static (options, _) => options.ExpireWithBrowser),
    ];

    private static SessionRequirement RequireIdleTimeout(TimeSpan max)
        => new("7.3.1", $"a session ends after {max.TotalMinutes} minutes without activity: IdleTimeout",
            (options, _) => options.IdleTimeout <= max);
}
