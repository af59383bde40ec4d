using TypedSessions.Sessions;

namespace TypedSessions.Http;

/// <summary>The cookie that carries a session's token: how it is read, sent and taken back.</summary>
internal sealed class SessionCookie(CookieBuilder builder, TimeProvider clock)
{
    // More tokens than this are not a browser with old cookies, but somebody who guesses.
    private const int MostTokens = 4;

    private readonly string _name = builder.Name!;

    /// <summary>Whether the cookie may be sent without the visitor's consent.</summary>
    public bool IsEssential => builder.IsEssential;

    /// <summary>The tokens in a request's cookies, in their order, and whether there was any cookie of the name.</summary>
    public SessionToken[] ReadTokens(HttpRequest request, out bool isPresented)
    {
        isPresented = false;
        var first = default(SessionToken);
        List<SessionToken>? several = null;
        var count = 0;
        foreach (var header in request.Headers.Cookie)
        {
            foreach (var part in header.AsSpan().Split(';'))
            {
                var pair = header.AsSpan(part).Trim();
                if (!pair.StartsWith(_name, StringComparison.Ordinal) || pair.Length == _name.Length || pair[_name.Length] != '=')
                {
                    continue;
                }

                isPresented = true;
                if (count == MostTokens || !SessionToken.TryParse(pair[(_name.Length + 1)..], out var token))
                {
                    continue;
                }

                if (count++ == 0)
                {
                    first = token;
                }
                else
                {
                    (several ??= [first]).Add(token);
                }
            }
        }

        return several?.ToArray() ?? (count == 0 ? [] : [first]);
    }

    /// <summary>Tells the browser what became of the session.</summary>
    public void Tell(HttpContext context, TokenNotice notice)
    {
        switch (notice.Kind)
        {
            case TokenNoticeKind.Send:
                var options = builder.Build(context);
                options.MaxAge = notice.Expires is { } expires ? WholeSecondsUntil(expires) : null;
                context.Response.Cookies.Append(_name, notice.Token.Reveal(), options);
                break;

            // With all attributes that it was sent with: a browser keeps a cookie whose deletion differs in path or domain.
            case TokenNoticeKind.Forget:
                context.Response.Cookies.Delete(_name, builder.Build(context));
                break;
        }
    }

    // Upwards, so that the cookie of a session of 14 days says 14 days: the server decides when it is over.
    private TimeSpan WholeSecondsUntil(DateTimeOffset expires)
        => TimeSpan.FromSeconds(Math.Ceiling((expires - clock.GetUtcNow()).TotalSeconds));
}
