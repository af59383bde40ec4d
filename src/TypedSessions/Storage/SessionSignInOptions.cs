using System.Security.Claims;

namespace TypedSessions;

/// <summary>
/// What a sign-in and a sign-out through ASP.NET Core's authentication mean for the session. Django: <c>login()</c> and <c>logout()</c>.
/// </summary>
public sealed class SessionSignInOptions
{
    /// <summary>
    /// Gets or sets whether a sign-in gives the session a new id and an owner, a sign-out abandons it, and
    /// its owner follows the user whom a request is authenticated as. Default: <see langword="true"/>.
    /// Otherwise the application calls <c>RegenerateId()</c> and <c>Abandon()</c> itself.
    /// </summary>
    public bool Enabled { get; set; } = true;

    /// <summary>
    /// Gets the schemes whose users own sessions: their sign-in sets the owner, and their sign-out ends the session.
    /// Empty by default, which means the one scheme that authenticates requests. A sign-in with any other scheme, as
    /// external logins have on their way, gives a new id and no more. In the configuration a list with commas.
    /// </summary>
    public ISet<string> Schemes { get; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>
    /// Finds the owner in a user. By default the first claim with a text among <see
    /// cref="ClaimTypes.NameIdentifier"/>, <c>sub</c> and the identity's name. <see langword="null"/> or an
    /// empty text: the user has no id. An id of more than 256 characters is stored as its SHA-256 in base64url.
    /// </summary>
    public Func<ClaimsPrincipal, string?> OwnerOf { get; set; } = static user
        => FirstText(user.FindAll(ClaimTypes.NameIdentifier)) ?? FirstText(user.FindAll("sub")) ?? user.Identity?.Name;

    /// <summary>Returns the owner in the form in which it is stored; <see langword="null"/> if the user has no id.</summary>
    internal string? GetNormalizedOwner(ClaimsPrincipal user) => OwnerOf(user) is { Length: > 0 } id ? OwnerId.Normalize(id) : null;

    private static string? FirstText(IEnumerable<Claim> claims) => claims.FirstOrDefault(static claim => claim.Value.Length > 0)?.Value;
}
