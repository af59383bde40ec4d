namespace TypedSessions.Sessions;

/// <summary>The change of the session's cookie that a commit requires. Most commits require none.</summary>
/// <param name="Token">The token to set; <see langword="null"/> to delete the cookie.</param>
/// <param name="ExpiresAt">When the cookie expires; <see langword="null"/> if it ends with the browser.</param>
internal sealed record CookieAction(SessionToken? Token, DateTimeOffset? ExpiresAt)
{
    /// <summary>Gets the action that deletes the cookie.</summary>
    public static CookieAction Delete { get; } = new(null, null);
}
