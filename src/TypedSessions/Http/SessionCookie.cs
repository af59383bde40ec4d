using Microsoft.Extensions.Primitives;
using TypedSessions.Sessions;

namespace TypedSessions.Http;

/// <summary>The cookie of a session: how it is read, sent and taken back.</summary>
internal abstract class SessionCookie(CookieBuilder builder, SessionServices sessions)
{
    // More of them than this are not a browser with old cookies, but somebody who guesses.
    protected const int MostPresented = 4;

    /// <summary>Whether the cookie may be sent without the visitor's consent.</summary>
    public bool IsEssential => builder.IsEssential;

    /// <summary>Gets the cookie's SameSite.</summary>
    public SameSiteMode SameSite => builder.SameSite;

    protected string Name { get; } = builder.Name!;

    /// <summary>What the headers of a request's cookies hold under the name.</summary>
    public abstract PresentedTokens Read(StringValues cookies);

    /// <summary>Tells the browser what became of the session.</summary>
    public void Tell(HttpContext context, TokenNotice notice, PresentedTokens presented)
    {
        if (notice.Token is { } token)
        {
            Send(context, presented.Reveal(token)!, notice.Expires is { } expires ? WholeSecondsUntil(expires) : null);
        }
        else
        {
            // With all attributes that it was sent with: a browser keeps a cookie whose deletion differs in path or domain.
            Forget(context, builder.Build(context));
        }
    }

    protected abstract void Send(HttpContext context, string text, TimeSpan? maxAge);

    /// <summary>The cookie's attributes.</summary>
    protected CookieOptions Options(HttpContext context, TimeSpan? maxAge)
    {
        var options = builder.Build(context);
        options.MaxAge = maxAge;
        return options;
    }

    protected virtual void Forget(HttpContext context, CookieOptions options) => context.Response.Cookies.Delete(Name, options);

    // Upwards, so that the cookie of a session of 14 days says 14 days: the server decides when it is over.
    private TimeSpan WholeSecondsUntil(DateTimeOffset expires)
        => TimeSpan.FromSeconds(Math.Ceiling((expires - sessions.Clock.GetUtcNow()).TotalSeconds));
}
