using System.Buffers;
using TypedSessions.Sessions;

namespace TypedSessions.Http.Cookies;

/// <summary>The requirements of browsers for a cookie, to report a cookie at start that they would refuse.</summary>
internal static class CookieRules
{
    private const string HostPrefix = "__Host-";
    private const string SecurePrefix = "__Secure-";

    // RFC 6265bis: browsers drop a cookie with a longer name and value, and ignore a longer attribute.
    private const int MaxNameAndValueLength = 4096;
    private const int MaxAttributeLength = 1024;

    // RFC 9110: the characters of a token, which is what RFC 6265 allows in a name.
    private static readonly SearchValues<char> NameCharacters
        = SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    // RFC 6265: printable ASCII without the semicolon, which ends an attribute.
    private static readonly SearchValues<char> AttributeCharacters
        = SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(code => (char)code).Where(character => character != ';')]);

    /// <summary>Returns whether browsers accept a cookie of this name only with <c>Secure</c>.</summary>
    public static bool HasSecurePrefix(string name)
        => HasHostPrefix(name) || name.StartsWith(SecurePrefix, StringComparison.OrdinalIgnoreCase);

    /// <summary>Returns whether browsers accept a cookie of this name only for one host.</summary>
    public static bool HasHostPrefix(string name) => name.StartsWith(HostPrefix, StringComparison.OrdinalIgnoreCase);

    /// <summary>Returns what is wrong with a cookie, each problem with a suggested fix.</summary>
    public static IEnumerable<string> FindProblems(CookieBuilder cookie)
        => string.IsNullOrEmpty(cookie.Name) || cookie.Name.AsSpan().ContainsAnyExcept(NameCharacters)
            ? [$"Cookie.Name '{Escape(cookie.Name)}' is not a valid cookie name: use ASCII letters, digits, '-' and '_'."]
            : [.. FindProblemsOfName(cookie.Name), .. FindProblemsOfAttributes(cookie), .. FindRefusedCombinations(cookie, cookie.Name)];

    private static IEnumerable<string> FindProblemsOfName(string name)
    {
        if (name.Length + SessionToken.Length > MaxNameAndValueLength)
        {
            yield return $"Cookie.Name has {name.Length} characters, and browsers drop a cookie of more than " +
                $"{MaxNameAndValueLength} bytes. Shorten it.";
        }

        if (Array.Find([HostPrefix, SecurePrefix], prefix => StartsWithOtherCase(name, prefix)) is { } prefix)
        {
            yield return $"Cookie.Name '{name}' has the prefix '{prefix}' in another case, which not every browser protects: " +
                $"write '{prefix}{name[prefix.Length..]}'.";
        }
    }

    private static IEnumerable<string> FindProblemsOfAttributes(CookieBuilder cookie)
    {
        (string Option, string? Text)[] attributes =
        [
            ("Path", cookie.Path),
            ("Domain", cookie.Domain),
            .. cookie.Extensions.Select(static extension => ("Extensions", (string?)extension)),
        ];
        foreach (var (option, text) in attributes)
        {
            if (text.AsSpan().ContainsAnyExcept(AttributeCharacters))
            {
                yield return $"Cookie.{option} '{Escape(text)}' cannot be sent. Use printable ASCII characters other than ';', " +
                    "and percent-encode others in a path.";
            }
            else if (text?.Length > MaxAttributeLength)
            {
                yield return $"Cookie.{option} has {text.Length} characters, and browsers ignore an attribute of more than " +
                    $"{MaxAttributeLength}. Shorten it.";
            }
        }

        if (cookie.Path is { Length: > 0 } path && path[0] != '/')
        {
            yield return $"Cookie.Path '{Escape(path)}' does not start with '/', so browsers ignore it: use '/{Escape(path)}'.";
        }

        if (cookie.Domain.AsSpan().Contains(' '))
        {
            yield return $"Cookie.Domain '{cookie.Domain}' has a space, so browsers refuse the cookie: use a domain such as 'example.com'.";
        }
    }

    private static IEnumerable<string> FindRefusedCombinations(CookieBuilder cookie, string name)
    {
        if (HasSecurePrefix(name) && cookie.SecurePolicy is not CookieSecurePolicy.Always)
        {
            yield return $"Cookie.Name '{name}' needs Cookie.SecurePolicy = CookieSecurePolicy.Always: browsers refuse it otherwise.";
        }

        if (HasHostPrefix(name) && (cookie.Path is not "/" || cookie.Domain is not null))
        {
            yield return $"Cookie.Name '{name}' needs Cookie.Path = \"/\" and no Cookie.Domain: browsers refuse it otherwise. " +
                "For another path or domain use a name that starts with '__Secure-'.";
        }

        if (cookie.SameSite is SameSiteMode.None && cookie.SecurePolicy is not CookieSecurePolicy.Always)
        {
            yield return "Cookie.SameSite = SameSiteMode.None needs Cookie.SecurePolicy = CookieSecurePolicy.Always: " +
                "browsers refuse it otherwise.";
        }

        if (cookie.MaxAge is not null || cookie.Expiration is not null)
        {
            yield return "Cookie.MaxAge and Cookie.Expiration are not used, because the cookie's age follows the session's expiry. " +
                "Set IdleTimeout.";
        }
    }

    private static bool StartsWithOtherCase(string name, string prefix)
        => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) && !name.StartsWith(prefix, StringComparison.Ordinal);

    // Escaped, because messages go to logs and terminals.
    private static string Escape(string? text)
        => string.Concat((text ?? "").Select(character => character is >= ' ' and <= '~' ? $"{character}" : $"\\u{(int)character:x4}"));
}
