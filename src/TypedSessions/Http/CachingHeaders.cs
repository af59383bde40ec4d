using Microsoft.AspNetCore.OutputCaching;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace TypedSessions.Http;

/// <summary>Keeps a response that depends on a session out of every cache that others are served from.</summary>
internal static class CachingHeaders
{
    /// <summary>
    /// Forbids output caching on this server. The headers say nothing to it, and its own policy looks at the response too late or not at all, so
    /// this is called as soon as the session is used.
    /// </summary>
    public static void ForbidOutputCaching(HttpContext context)
    {
        if (context.Features.Get<IOutputCacheFeature>() is { } cache)
        {
            cache.Context.AllowCacheStorage = false;
        }
    }

    /// <summary>Says <c>Vary: Cookie</c> and <c>Cache-Control: private</c>, and keeps what the application said besides.</summary>
    public static void Apply(IHeaderDictionary headers)
    {
        headers.Vary = VaryByCookie(headers.Vary);
        headers.CacheControl = Private(headers.CacheControl);
    }

    private static StringValues VaryByCookie(StringValues vary)
    {
        foreach (var value in vary)
        {
            foreach (var part in value.AsSpan().Split(','))
            {
                if (value.AsSpan(part).Trim() is "*" || value.AsSpan(part).Trim().Equals(HeaderNames.Cookie, StringComparison.OrdinalIgnoreCase))
                {
                    return vary;
                }
            }
        }

        return StringValues.Concat(vary, HeaderNames.Cookie);
    }

    private static StringValues Private(StringValues cacheControl)
    {
        if (StringValues.IsNullOrEmpty(cacheControl) || !CacheControlHeaderValue.TryParse(cacheControl.ToString(), out var value))
        {
            return CacheControlHeaderValue.PrivateString;
        }

        if (value.Private && value.PrivateHeaders.Count == 0)
        {
            return cacheControl;
        }

        value.Private = true;
        value.PrivateHeaders.Clear();
        value.Public = false;
        value.SharedMaxAge = null;
        return value.ToString();
    }
}
