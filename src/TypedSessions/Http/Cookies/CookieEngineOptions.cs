namespace TypedSessions;

/// <summary>Options of sessions that are kept in cookies.</summary>
public sealed class CookieEngineOptions
{
    /// <summary>
    /// The number of characters of a sealed session in one cookie. Browsers drop a cookie of more than 4,096 bytes; the remaining bytes are
    /// for its name and attributes.
    /// </summary>
    public const int CharactersPerCookie = 3800;

    /// <summary>
    /// The upper limit of <see cref="MaxCookies"/>. More would exceed the 32 KiB that Kestrel allows for all headers of a request.
    /// </summary>
    public const int MaxCookiesLimit = 7;

    /// <summary>
    /// Gets or sets how many cookies a session may take. The browser sends them with every request, and a proxy may have a lower limit for
    /// headers: 8 KiB is common.
    /// </summary>
    /// <value>From 1 to <see cref="MaxCookiesLimit"/>. Default: 4, which is room for about 10 KiB of values.</value>
    [OptionRange("1", "7")]
    public int MaxCookies { get; set; } = 4;

    /// <summary>
    /// Gets or sets whether a session of 1 KiB or more is compressed before it is sealed, where that makes it smaller. Compression can leak
    /// secrets through the cookie's length (CRIME, BREACH): if an attacker can set a value beside a secret and observe the length, a
    /// shorter cookie shows that the two are alike. Turn it on only if no session holds a secret, or no value comes from outside.
    /// Compressed sessions are read regardless of the setting. It does not raise the limit, which counts uncompressed values.
    /// </summary>
    /// <value>Default: <see langword="false"/>.</value>
    public bool Compress { get; set; }
}
