namespace TypedSessions.Hosting;

/// <summary>What browsers demand of a cookie, so that a cookie that they would refuse is noticed at start.</summary>
internal static class CookieRules
{
    private const string HostPrefix = "__Host-";
    private const string SecurePrefix = "__Secure-";

    /// <summary>Whether browsers take a cookie of this name only with <c>Secure</c>.</summary>
    public static bool HasSecurePrefix(string name)
        => HasHostPrefix(name) || name.StartsWith(SecurePrefix, StringComparison.OrdinalIgnoreCase);

    /// <summary>What is wrong with a cookie, each with its mend.</summary>
    public static IEnumerable<string> FindProblems(CookieBuilder cookie)
    {
        if (string.IsNullOrEmpty(cookie.Name) || cookie.Name.AsSpan().ContainsAny(" \t\r\n;,=\""))
        {
            yield return $"Cookie.Name '{cookie.Name}' is no name of a cookie: use letters, digits, '-' and '_'.";
            yield break;
        }

        if (HasSecurePrefix(cookie.Name) && cookie.SecurePolicy is not CookieSecurePolicy.Always)
        {
            yield return $"Cookie.Name '{cookie.Name}' needs Cookie.SecurePolicy = CookieSecurePolicy.Always: browsers refuse it otherwise.";
        }

        if (HasHostPrefix(cookie.Name) && (cookie.Path is not "/" || cookie.Domain is not null))
        {
            yield return $"Cookie.Name '{cookie.Name}' needs Cookie.Path = \"/\" and no Cookie.Domain: browsers refuse it otherwise. For another path or domain use a name that starts with '__Secure-'.";
        }

        if (cookie.SameSite is SameSiteMode.None && cookie.SecurePolicy is not CookieSecurePolicy.Always)
        {
            yield return "Cookie.SameSite = SameSiteMode.None needs Cookie.SecurePolicy = CookieSecurePolicy.Always: browsers refuse it otherwise.";
        }

        if (cookie.MaxAge is not null || cookie.Expiration is not null)
        {
            yield return "Cookie.MaxAge and Cookie.Expiration are not used: the cookie's age follows the session's expiry. Set IdleTimeout.";
        }
    }

    private static bool HasHostPrefix(string name) => name.StartsWith(HostPrefix, StringComparison.OrdinalIgnoreCase);
}
