using Microsoft.Extensions.Primitives;
using TypedSessions.Sessions;

namespace TypedSessions.Http;

/// <summary>The cookie that carries a session's token: of all engines that keep sessions on the server.</summary>
internal sealed class TokenCookie(CookieBuilder builder, SessionServices sessions) : SessionCookie(builder, sessions)
{
    private readonly ISessionEngine _engine = sessions.Engine;

    /// <inheritdoc/>
    public override PresentedTokens Read(StringValues cookies)
    {
        var tokens = new List<SessionToken>();
        var hasRefused = false;
        foreach (var header in cookies)
        {
            foreach (var part in header.AsSpan().Split(';'))
            {
                var pair = header.AsSpan(part).Trim();
                if (!pair.StartsWith(Name, StringComparison.Ordinal) || pair.Length == Name.Length || pair[Name.Length] != '=')
                {
                    continue;
                }

                if (tokens.Count < MostPresented && SessionToken.TryParse(pair[(Name.Length + 1)..], out var token))
                {
                    tokens.Add(token);
                }
                else
                {
                    hasRefused = true;
                }
            }
        }

        return new PresentedTokens([.. tokens], hasRefused, _engine);
    }

    /// <inheritdoc/>
    protected override void Send(HttpContext context, string text, CookieOptions options) => context.Response.Cookies.Append(Name, text, options);
}
