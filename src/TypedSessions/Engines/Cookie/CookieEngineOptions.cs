namespace TypedSessions.Engines.Cookie;

/// <summary>How much a <see cref="CookieSessionEngine"/> puts into cookies, and how.</summary>
public sealed class CookieEngineOptions
{
    /// <summary>
    /// The characters of a sealed session that one cookie carries. Browsers drop a cookie of more than 4096 bytes; what is left of them is for its name and attributes.
    /// </summary>
    public const int CharactersPerCookie = 3800;

    /// <summary>The most cookies that a session may be told to take. More would not fit the 32 KiB that Kestrel allows for all headers of a request.</summary>
    public const int MostCookies = 7;

    /// <summary>
    /// How many cookies a session may take: 4 by default, which is room for about 10 KiB of values; from 1 to <see cref="MostCookies"/>. The browser sends them with every request, and a
    /// proxy may have a lower limit for headers: 8 KiB is common.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of its range.</exception>
    public int MaxCookies
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, MostCookies);
            field = value;
        }
    } = 4;

    /// <summary>
    /// Whether a session of 1 KiB or more is compressed before it is sealed, where that makes it smaller; on by default. Who can put text of their own beside a secret in one session, and can see how long the
    /// cookie is, learns from it whether the two are alike: switch it off where that matters.
    /// </summary>
    public bool Compress { get; set; } = true;
}
