using System.Security.Claims;

namespace TypedSessions;

/// <summary>What a sign-in and a sign-out through ASP.NET Core's authentication mean for the session. Django: <c>login()</c> and <c>logout()</c>.</summary>
public sealed class SessionSignInOptions
{
    /// <summary>
    /// Whether a sign-in gives the session a new id and an owner, and a sign-out abandons it: on by default. A session that belongs to another user is abandoned first.
    /// Off, the application calls <c>RegenerateId()</c> and <c>Abandon()</c> itself.
    /// </summary>
    public bool Enabled { get; set; } = true;

    /// <summary>
    /// The schemes whose sign-in makes a user the session's owner, and whose sign-out ends the session. Empty by default, which means the one scheme that authenticates
    /// requests. A sign-in with any other scheme, as external logins have on their way, gives a new id and no more.
    /// </summary>
    public ISet<string> Schemes { get; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>
    /// Finds the owner in the user who signs in: 1 to 256 characters, or null for none. By default the claim <see cref="ClaimTypes.NameIdentifier"/>, else <c>sub</c>, else the
    /// identity's name.
    /// </summary>
    public Func<ClaimsPrincipal, string?> OwnerOf { get; set; } = static user
        => user.FindFirst(ClaimTypes.NameIdentifier)?.Value ?? user.FindFirst("sub")?.Value ?? user.Identity?.Name;
}
