using Microsoft.AspNetCore.OutputCaching;
using Microsoft.AspNetCore.ResponseCaching;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace TypedSessions.Http;

/// <summary>Keeps a response that depends on a session out of every cache that others are served from.</summary>
internal static class CachingHeaders
{
    /// <summary>
    /// Keeps this server's own caches away, as soon as the session is used: they decide before the response starts. Output caching does not look at the headers;
    /// response caching looks at nothing else.
    /// </summary>
    public static void ForbidServerCaching(HttpContext context)
    {
        ForbidOutputCaching(context);
        if (context.Features.Find<IResponseCachingFeature>() is not null && !context.Response.HasStarted)
        {
            Apply(context.Response.Headers);
        }
    }

    /// <summary>Forbids output caching, also where its middleware came only after the session was used.</summary>
    public static void ForbidOutputCaching(HttpContext context)
    {
        if (context.Features.Find<IOutputCacheFeature>() is { } cache)
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
