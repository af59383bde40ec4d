using System.Security.Claims;

namespace TypedSessions;

/// <summary>Options of sign-ins and sign-outs by ASP.NET Core's authentication. Django: <c>login()</c> and <c>logout()</c>.</summary>
public sealed class SessionSignInOptions
{
    /// <summary>
    /// Gets or sets whether a sign-in gives the session a new id and an owner, a sign-out abandons it, and
    /// its owner follows the user whom a request is authenticated as. Otherwise the application calls <c>RegenerateId()</c> and
    /// <c>Abandon()</c> itself.
    /// </summary>
    /// <value>Default: <see langword="true"/>.</value>
    public bool Enabled { get; set; } = true;

    /// <summary>
    /// Gets the schemes whose users own sessions: their sign-in sets the owner, and their sign-out ends the session. A sign-in with any
    /// other scheme, such as that of an external login, only gives the session a new id. In the configuration, a comma-separated list.
    /// </summary>
    /// <value>Default: empty, which means the one scheme that authenticates requests.</value>
    public ISet<string> Schemes { get; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>
    /// Gets or sets the function that returns the owner for a user, or <see langword="null"/> or an empty text if the user has no id. An id
    /// of more than 256 characters is stored as its SHA-256 in base64url.
    /// </summary>
    /// <value>
    /// Default: the first claim with a text among <see cref="ClaimTypes.NameIdentifier"/>, <c>sub</c> and the identity's name.
    /// </value>
    public Func<ClaimsPrincipal, string?> GetOwner { get; set; } = static user
        => FirstText(user.FindAll(ClaimTypes.NameIdentifier)) ?? FirstText(user.FindAll("sub")) ?? user.Identity?.Name;

    /// <summary>
    /// Gets or sets the maximum number of sessions of a user, on all devices together. The end of a session signs its device out only if
    /// the session contains the authentication ticket, so cookie schemes need <c>KeepTicketsInSession</c>. Memory, files, Redis, databases
    /// and cached databases can limit sessions; with another engine the application does not start.
    /// </summary>
    /// <value>From 1 to 1,000. Default: <see langword="null"/>, for no limit.</value>
    [OptionRange("1", "1000")]
    public int? MaxSessionsPerOwner { get; set; }

    /// <summary>
    /// Gets or sets the function that returns the limit of a user who signs in, in place of <see cref="MaxSessionsPerOwner"/>; it returns
    /// <see langword="null"/> for no limit. Numbers below 1 count as 1.
    /// </summary>
    /// <value>Default: <see langword="null"/>.</value>
    public Func<ClaimsPrincipal, int?>? GetMaxSessions { get; set; }

    /// <summary>Gets or sets what happens when a user who already has the maximum number of sessions signs in.</summary>
    /// <value>Default: <see cref="SessionLimitAction.EndLeastRecentlySeen"/>.</value>
    public SessionLimitAction WhenExceeded { get; set; }

    /// <summary>Gets whether the number of sessions is limited.</summary>
    internal bool HasLimit => MaxSessionsPerOwner is not null || GetMaxSessions is not null;

    /// <summary>
    /// Gets or sets the form in which the IP addresses of users are stored with their sessions, for lists of devices. The address is
    /// <c>HttpContext.Connection.RemoteIpAddress</c>: behind a proxy, call <c>app.UseForwardedHeaders()</c> first.
    /// </summary>
    /// <value>Default: <see cref="SessionAddressFormat.Truncated"/>.</value>
    public SessionAddressFormat AddressFormat { get; set; } = SessionAddressFormat.Truncated;

    /// <summary>
    /// Gets or sets the interval at which requests that store nothing else update <see cref="SessionRecord.LastSeenAt"/> of a user's
    /// session. Every request that changes the session updates it, too.
    /// </summary>
    /// <value>From one second to 30 days. Default: 10 minutes.</value>
    [OptionRange("00:00:01", "30.00:00:00")]
    public TimeSpan LastSeenInterval { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Returns the owner in the form in which it is stored; <see langword="null"/> if the user has no id.</summary>
    internal string? GetNormalizedOwner(ClaimsPrincipal user) => GetOwner(user) is { Length: > 0 } id ? OwnerId.Normalize(id) : null;

    /// <summary>Returns the largest number of sessions of a user; <see langword="null"/> for no limit.</summary>
    internal int? GetLimit(ClaimsPrincipal user)
        => (GetMaxSessions is null ? MaxSessionsPerOwner : GetMaxSessions(user)) is { } max ? Math.Max(1, max) : null;

    private static string? FirstText(IEnumerable<Claim> claims) => claims.FirstOrDefault(static claim => claim.Value.Length > 0)?.Value;
}
