using System.Net;
using Microsoft.Extensions.Primitives;
using TypedSessions.Diagnostics;
using TypedSessions.Sessions;

namespace TypedSessions.Http.Cookies;

/// <summary>Reads, sends and deletes the cookie of a session.</summary>
internal abstract class SessionCookie(CookieBuilder builder, SessionServices sessions)
{
    // RFC 6265: only these are optional white space. Other white space is part of a name, which a sibling subdomain may have planted.
    private const string WhiteSpace = " \t";

    private const string ForwardedProto = "X-Forwarded-Proto";

    private readonly bool _isAlwaysSecure = builder.SecurePolicy is CookieSecurePolicy.Always;

    private int _hasWarned;

    /// <summary>Gets a value indicating whether the cookie may be sent without the visitor's consent.</summary>
    public bool IsEssential => builder.IsEssential;

    /// <summary>Gets the cookie's SameSite.</summary>
    public SameSiteMode SameSite => builder.SameSite;

    protected string Name { get; } = builder.Name!;

    /// <summary>Reads the tokens from the headers of a request's cookies.</summary>
    /// <remarks>
    /// Every candidate counts: a limit would let planted cookies push the visitor's own behind it. The server's limit of a
    /// request's headers (Kestrel: 32 KiB) bounds them to about 550 tokens, each nearly as many bytes as a separate request.
    /// </remarks>
    public abstract CandidateTokens Read(StringValues cookies);

    /// <summary>Sets or deletes the cookie.</summary>
    public void Apply(CookieAction action, HttpContext context, CandidateTokens presented)
    {
        if (action.Token is { } token)
        {
            if (_isAlwaysSecure && !context.Request.IsHttps)
            {
                WarnAboutPlainHttp(context);
            }

            Send(context, presented.Reveal(token)!, action.ExpiresAt is { } expiresAt ? GetMaxAge(expiresAt) : null);
        }
        else
        {
            // With all of its attributes, because a browser keeps a cookie whose deletion differs in path or domain.
            Delete(context, builder.Build(context));
        }
    }

    /// <summary>Returns a name and its value in a header, without the optional white space around them.</summary>
    protected static ReadOnlyMemory<char> GetPair(string header, Range part) => header.AsMemory(part).Trim(WhiteSpace);

    protected abstract void Send(HttpContext context, string text, TimeSpan? maxAge);

    /// <summary>Returns the cookie's attributes.</summary>
    protected CookieOptions BuildOptions(HttpContext context, TimeSpan? maxAge)
    {
        var options = builder.Build(context);
        options.MaxAge = maxAge;
        return options;
    }

    protected virtual void Delete(HttpContext context, CookieOptions options) => context.Response.Cookies.Delete(Name, options);

    // Browsers accept Secure cookies from this machine, and from a proxy that ends TLS.
    private void WarnAboutPlainHttp(HttpContext context)
    {
        if (!IsLoopback(context.Request.Host.Host)
            && !context.Request.Headers[ForwardedProto].ToString().Contains(Uri.UriSchemeHttps, StringComparison.OrdinalIgnoreCase)
            && Interlocked.Exchange(ref _hasWarned, 1) == 0)
        {
            sessions.Log.SecureCookieOverPlainHttp(Name);
        }
    }

    private static bool IsLoopback(string host)
        => host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    // Rounded up, so that a session of 14 days has a cookie of 14 days. The server decides when the session expires.
    private TimeSpan GetMaxAge(DateTimeOffset expiresAt)
        => TimeSpan.FromSeconds(Math.Ceiling((expiresAt - sessions.TimeProvider.GetUtcNow()).TotalSeconds));
}
