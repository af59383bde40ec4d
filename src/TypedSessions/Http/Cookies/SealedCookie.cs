using Microsoft.Extensions.Primitives;
using TypedSessions.Diagnostics;
using TypedSessions.Sessions;

namespace TypedSessions.Http.Cookies;

/// <summary>The cookies that carry a sealed record: the first has the session's name, the others a number behind it.</summary>
internal sealed class SealedCookie : SessionCookie
{
    // RFC 6265: browsers keep a cookie of this many bytes, with its name and attributes.
    private const int MaxCookieLength = 4096;

    private static readonly TimeSpan MaxAge = TimeSpan.FromDays(36525);

    private readonly SessionServices _sessions;
    private readonly string _partNamePrefix;

    /// <exception cref="InvalidOperationException">
    /// The cookie's name and attributes are so long that browsers would drop the cookies.
    /// </exception>
    public SealedCookie(CookieBuilder builder, SessionServices sessions)
        : base(builder, sessions)
    {
        _sessions = sessions;
        _partNamePrefix = $"{Name}-";
        ThrowIfAttributesAreTooLong(builder);
    }

    /// <inheritdoc/>
    public override CandidateTokens Read(StringValues cookies)
    {
        var firsts = new List<ReadOnlyMemory<char>>();
        var others = new List<(int Number, ReadOnlyMemory<char> Part)>();
        foreach (var header in cookies)
        {
            foreach (var part in header.AsSpan().Split(';'))
            {
                ReadPair(GetPair(header!, part), firsts, others);
            }
        }

        // Parts without a first part are an invalid record.
        IEnumerable<string> texts = firsts.Count == 0 && others.Count > 0
            ? [""]
            : firsts.Select(first => CookieParts.Join(first.Span, others) ?? "").Distinct();
        var presented = _sessions.Transport.Read(texts);
        if (presented.HasOnlyRefused)
        {
            _sessions.Log.UnsealableCookies();
        }

        return presented;
    }

    /// <inheritdoc/>
    protected override void Send(HttpContext context, string text, TimeSpan? maxAge)
    {
        var options = BuildOptions(context, maxAge);
        var parts = CookieParts.Split(text);
        for (var i = 0; i < parts.Length; i++)
        {
            context.Response.Cookies.Append(GetName(i + 1), parts[i], options);
        }

        options.MaxAge = null;
        DeleteFrom(parts.Length + 1, context, options);
    }

    /// <inheritdoc/>
    protected override void Delete(HttpContext context, CookieOptions options)
    {
        base.Delete(context, options);
        DeleteFrom(2, context, options);
    }

    private string GetName(int number) => number == 1 ? Name : $"{_partNamePrefix}{number}";

    // Deletes the remaining parts of a longer record. Most browsers have none, and then the request's cookies need not be parsed.
    private void DeleteFrom(int number, HttpContext context, CookieOptions options)
    {
        if (!context.Request.Headers.Cookie.Any(header => header is not null && header.Contains(_partNamePrefix, StringComparison.Ordinal)))
        {
            return;
        }

        for (; number <= CookieParts.MaxParts; number++)
        {
            if (context.Request.Cookies.ContainsKey(GetName(number)))
            {
                context.Response.Cookies.Delete(GetName(number), options);
            }
        }
    }

    private void ReadPair(
        ReadOnlyMemory<char> pair, List<ReadOnlyMemory<char>> firsts, List<(int Number, ReadOnlyMemory<char> Part)> others)
    {
        if (!pair.Span.StartsWith(Name, StringComparison.Ordinal))
        {
            return;
        }

        var rest = pair[Name.Length..];
        switch (rest.Span)
        {
            case ['=', ..]:
                firsts.Add(rest[1..]);
                break;

            case ['-', >= '2' and <= (char)('0' + CookieParts.MaxParts) and var digit, '=', ..]:
                others.Add((digit - '0', rest[3..]));
                break;
        }
    }

    private void ThrowIfAttributesAreTooLong(CookieBuilder builder)
    {
        var options = builder.Build(new DefaultHttpContext { Request = { IsHttps = true } });
        options.MaxAge = MaxAge;
        var length = options.CreateCookieHeader(GetName(CookieParts.MaxParts), "").ToString().Length;
        if (length + CookieParts.MaxPartLength > MaxCookieLength)
        {
            throw new InvalidOperationException(
                $"TypedSessions: the name and attributes of the session's cookie take {length} bytes, and a cookie with a part of a " +
                $"session allows {MaxCookieLength - CookieParts.MaxPartLength}. Shorten Cookie.Name, Cookie.Path or Cookie.Domain.");
        }
    }
}
