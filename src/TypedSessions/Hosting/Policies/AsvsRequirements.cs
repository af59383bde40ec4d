using TypedSessions.Integration.Authentication;

namespace TypedSessions.Hosting.Policies;

/// <summary>
/// The requirements of OWASP ASVS 5.0 that a session library decides. That ids are random and
/// never taken from a client (7.2.2, 7.2.3) cannot be switched off, so nothing looks at it.
/// </summary>
internal static class AsvsRequirements
{
    public static readonly TimeSpan Level2Idle = TimeSpan.FromMinutes(30);
    public static readonly TimeSpan Level3Idle = TimeSpan.FromMinutes(15);
    public static readonly TimeSpan LongestLifetime = TimeSpan.FromHours(12);

    private const int LargestCookie = 4096;

    public static IReadOnlyList<SessionRequirement> Level1 { get; } =
    [
        new(
            "7.2.1",
            "sessions are verified by the server: an engine that keeps them there, so not UseCookie",
            static (_, engine) => engine is not null),
        new("7.2.4", "a sign-in gives a new id: SignIn.Enabled", static (options, _) => options.SignIn.Enabled),
        new("7.4.1", "a session that was ended cannot be used any more: an engine that can take sessions back",
            static (_, engine) => engine?.Guarantees.HasFlag(SessionGuarantees.Revocation) == true),
        new(
            "7.4.1",
            "a login ends with its session: KeepTicketsInSession for every cookie scheme that signs users in",
            static (_, _) => true)
        {
            IsMetByApplication = LoginCookies.EndWithSessionAsync,
        },
        new("3.3.1", "the cookie is Secure and its name begins with __Host- or __Secure-: Cookie.SecurePolicy, Cookie.Name",
            static (options, _) => options.Cookie.SecurePolicy is CookieSecurePolicy.Always && CookieRules.HasSecurePrefix(options.Cookie.Name ?? "")),
    ];

    public static IReadOnlyList<SessionRequirement> Level2 { get; } =
    [
        .. Level1,
        IdleFor(Level2Idle),
        new(
            "7.3.2",
            "a session ends after 12 hours whatever the activity: AbsoluteLifetime",
            static (options, _) => options.AbsoluteLifetime <= LongestLifetime),
        new(
            "7.4.5",
            "the sessions of a user can be found and ended: an engine that can look over its records",
            static (_, engine) => engine is ISessionInventory),
        new(
            "3.3.2",
            "the cookie has a SameSite of its own: Cookie.SameSite",
            static (options, _) => options.Cookie.SameSite is SameSiteMode.Lax or SameSiteMode.Strict),
        new("3.3.3", "the cookie's name begins with __Host- unless it is shared on purpose: Cookie.Name",
            static (options, _) => options.Cookie.Name?.StartsWith("__Host-", StringComparison.OrdinalIgnoreCase) == true || options.Cookie.Domain is not null),
        new("3.3.4", "scripts cannot read the cookie: Cookie.HttpOnly", static (options, _) => options.Cookie.HttpOnly),
    ];

    public static IReadOnlyList<SessionRequirement> Level3 { get; } =
    [
        .. Level2.Where(static requirement => requirement.Id != "7.3.1"),
        IdleFor(Level3Idle),
        new("3.3.5", $"name and value of the cookie are not longer than {LargestCookie} bytes: Cookie.Name",
            static (options, engine) => engine is not null && options.Cookie.Name?.Length + Sessions.SessionToken.Length <= LargestCookie),
        new(
            "SP 800-63B 7.1",
            "the session does not outlive the browser: ExpireWithBrowser",
            static (options, _) => options.ExpireWithBrowser),
    ];

    private static SessionRequirement IdleFor(TimeSpan longest)
        => new(
            "7.3.1",
            $"a session ends after {longest.TotalMinutes} minutes without activity: IdleTimeout",
            (options, _) => options.IdleTimeout <= longest);
}
