using Microsoft.Extensions.Primitives;
using TypedSessions.Diagnostics;
using TypedSessions.Sessions;

namespace TypedSessions.Http;

/// <summary>The cookies that carry a sealed record: the first has the session's name, the others a number behind it.</summary>
internal sealed class RecordCookie : SessionCookie
{
    // RFC 6265: browsers keep a cookie of this many bytes, with its name and attributes.
    private const int LongestCookie = 4096;

    private static readonly TimeSpan LongestAge = TimeSpan.FromDays(36525);

    private readonly SessionServices _sessions;
    private readonly IClientSessionEngine _engine;
    private readonly string _namesOfOthers;

    /// <exception cref="InvalidOperationException">
    /// The cookie's name and attributes are so long that browsers would drop the cookies.
    /// </exception>
    public RecordCookie(CookieBuilder builder, SessionServices sessions, IClientSessionEngine engine)
        : base(builder, sessions)
    {
        _sessions = sessions;
        _engine = engine;
        _namesOfOthers = $"{Name}-";
        ThrowIfAttributesAreTooLong(builder);
    }

    /// <inheritdoc/>
    public override PresentedTokens Read(StringValues cookies)
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

        // Parts without a first one are a record that does not open.
        IEnumerable<string> texts = firsts.Count == 0 && others.Count > 0
            ? [""]
            : firsts.Select(first => RecordParts.Join(first.Span, others) ?? "").Distinct();
        var presented = PresentedRecords.Open(_engine, _sessions.Clock, texts);
        if (presented.HasOnlyRefused)
        {
            _sessions.Log.RefusedRecords();
        }

        return presented;
    }

    /// <inheritdoc/>
    protected override void Send(HttpContext context, string text, TimeSpan? maxAge)
    {
        var options = Options(context, maxAge);
        var parts = RecordParts.Split(text);
        for (var i = 0; i < parts.Length; i++)
        {
            context.Response.Cookies.Append(NameOf(i + 1), parts[i], options);
        }

        options.MaxAge = null;
        ForgetFrom(parts.Length + 1, context, options);
    }

    /// <inheritdoc/>
    protected override void Forget(HttpContext context, CookieOptions options)
    {
        base.Forget(context, options);
        ForgetFrom(2, context, options);
    }

    private string NameOf(int number) => number == 1 ? Name : $"{_namesOfOthers}{number}";

    // What the browser still has of a longer record. Most have none, and then the cookies of the request need not be taken apart.
    private void ForgetFrom(int number, HttpContext context, CookieOptions options)
    {
        if (!context.Request.Headers.Cookie.Any(header => header is not null && header.Contains(_namesOfOthers, StringComparison.Ordinal)))
        {
            return;
        }

        for (; number <= RecordParts.Most; number++)
        {
            if (context.Request.Cookies.ContainsKey(NameOf(number)))
            {
                context.Response.Cookies.Delete(NameOf(number), options);
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

            case ['-', >= '2' and <= (char)('0' + RecordParts.Most) and var digit, '=', ..]:
                others.Add((digit - '0', rest[3..]));
                break;
        }
    }

    private void ThrowIfAttributesAreTooLong(CookieBuilder builder)
    {
        var options = builder.Build(new DefaultHttpContext { Request = { IsHttps = true } });
        options.MaxAge = LongestAge;
        var length = options.CreateCookieHeader(NameOf(RecordParts.Most), "").ToString().Length;
        if (length + RecordParts.LongestPart > LongestCookie)
        {
            throw new InvalidOperationException(
                $"TypedSessions: the name and attributes of the session's cookie take {length} bytes, and beside a part of a session a cookie has room for " +
                $"{LongestCookie - RecordParts.LongestPart}. Shorten Cookie.Name, Cookie.Path or Cookie.Domain.");
        }
    }
}
