using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using TypedSessions.Diagnostics;
using TypedSessions.Sessions;

namespace TypedSessions.Http.Cookies;

/// <summary>The cookie that carries a session's token, for all engines that store sessions on the server.</summary>
internal sealed class TokenCookie(CookieBuilder builder, SessionServices sessions) : SessionCookie(builder, sessions)
{
    private readonly InstrumentedSessionEngine _engine = sessions.Engine;
    private readonly CookieText _text = new(builder);

    /// <inheritdoc/>
    public override CandidateTokens Read(StringValues cookies)
    {
        SessionToken? first = null;
        List<SessionToken>? all = null;
        var hasRefused = false;
        foreach (var header in cookies)
        {
            foreach (var part in header.AsSpan().Split(';'))
            {
                var pair = GetPair(header!, part);
                if (!IsSessionCookie(pair.Span))
                {
                    continue;
                }

                if (!SessionToken.TryParse(pair[(Name.Length + 1)..], out var token))
                {
                    hasRefused = true;
                }
                else if (first is null)
                {
                    first = token;
                }
                else
                {
                    (all ??= [first]).Add(token);
                }
            }
        }

        return new CandidateTokens(all is not null ? Distinct(all) : first is not null ? [first] : [], hasRefused, _engine);
    }

    private static SessionToken[] Distinct(List<SessionToken> tokens) => [.. tokens.DistinctBy(static token => token.Key)];

    private bool IsSessionCookie(ReadOnlySpan<char> pair)
        => pair.StartsWith(Name, StringComparison.Ordinal) && pair.Length > Name.Length && pair[Name.Length] == '=';

    /// <inheritdoc/>
    protected override void Send(HttpContext context, string text, TimeSpan? maxAge)
    {
        if (IsDefaultFeature(context.Features.Get<IResponseCookiesFeature>()))
        {
            var headers = context.Response.Headers;
            headers.SetCookie = StringValues.Concat(headers.SetCookie, _text.Create(text, maxAge, context));
        }
        else
        {
            context.Response.Cookies.Append(Name, text, BuildOptions(context, maxAge));
        }
    }

    // Another cookies feature may withhold or change cookies.
    private static bool IsDefaultFeature(IResponseCookiesFeature? cookies)
        => cookies is null || cookies.GetType() == typeof(ResponseCookiesFeature);
}
