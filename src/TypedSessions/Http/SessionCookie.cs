using Microsoft.Extensions.Primitives;
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

    /// <summary>What the headers of a request's cookies hold under the name.</summary>
    public PresentedTokens ReadTokens(StringValues cookies)
    {
        var tokens = new List<SessionToken>();
        var hasRefused = false;
        foreach (var header in cookies)
        {
            foreach (var part in header.AsSpan().Split(';'))
            {
                var pair = header.AsSpan(part).Trim();
                if (!pair.StartsWith(_name, StringComparison.Ordinal) || pair.Length == _name.Length || pair[_name.Length] != '=')
                {
                    continue;
                }

                if (tokens.Count < MostTokens && SessionToken.TryParse(pair[(_name.Length + 1)..], out var token))
                {
                    tokens.Add(token);
                }
                else
                {
                    hasRefused = true;
                }
            }
        }

        return new PresentedTokens([.. tokens], hasRefused);
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
