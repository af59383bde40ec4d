using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.ResponseCaching;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace TypedSessions.Http;

/// <summary>Keeps responses that depend on a session out of every shared cache.</summary>
internal static class CachingHeaders
{
    // RFC 9213 and the Edge Architecture Specification: content delivery networks prefer these to Cache-Control.
    private static readonly string[] TargetedNames = ["CDN-Cache-Control", "Surrogate-Control"];

    // The directives to keep of a value that cannot be parsed.
    private static readonly string[] Restrictions =
    [
        CacheControlHeaderValue.NoStoreString,
        CacheControlHeaderValue.NoCacheString,
        CacheControlHeaderValue.MustRevalidateString,
        CacheControlHeaderValue.NoTransformString,
    ];

    /// <summary>
    /// Makes the response private, as soon as the session is used: this server's own caches decide before the response starts.
    /// </summary>
    /// <exception cref="InvalidOperationException">It is too late: a cache may already store the response.</exception>
    public static void MakePrivate(HttpContext context)
    {
        var response = context.Features.GetRequiredFeature<IHttpResponseFeature>();
        ThrowIfStored(context, response);
        var headers = new PrivateResponseHeaders(context, response.Headers);
        headers.ForbidOutputCaching();
        context.Features.Put<IHttpResponseFeature>(new PrivateResponse(response, headers));
    }

    /// <summary>Writes the headers that forbid storing, just before the response starts.</summary>
    public static void Seal(HttpContext context)
    {
        if (context.Response.Headers is PrivateResponseHeaders headers)
        {
            headers.Seal();
        }
        else
        {
            // A middleware has replaced the response's headers.
            Apply(context.Response.Headers);
        }
    }

    /// <summary>Adds <c>Vary: Cookie</c> and <c>Cache-Control: private</c>, and keeps the application's other values.</summary>
    public static void Apply(IHeaderDictionary headers)
    {
        headers.Vary = VaryByCookie(headers.Vary);
        headers.CacheControl = Private(headers.CacheControl);
        foreach (var name in TargetedNames)
        {
            if (headers.ContainsKey(name))
            {
                headers[name] = CacheControlHeaderValue.NoStoreString;
            }
        }
    }

    /// <summary>
    /// Returns a value of <c>Cache-Control</c>, made private if it is public. Response caching only stores public responses.
    /// </summary>
    public static StringValues WithoutPublic(StringValues cacheControl) => IsPublic(cacheControl) ? Private(cacheControl) : cacheControl;

    // The body may be written before the response starts, into a buffer such as that of response compression. Response caching sets the
    // date when it begins to store.
    private static void ThrowIfStored(HttpContext context, IHttpResponseFeature response)
    {
        var mayBeStored = response.HasStarted
            ? response.StatusCode >= StatusCodes.Status200OK && IsReadByGet(context.Request)
            : context.Features.Find<IResponseCachingFeature>() is not null
                && response.Headers.Date.Count > 0
                && IsPublic(response.Headers.CacheControl);
        if (mayBeStored && !ForbidsStoring(response.Headers.CacheControl))
        {
            throw new InvalidOperationException(
                "The session is used for the first time after the response has started, and the headers that were sent let caches store " +
                "it for other visitors. Use the session, or set Cache-Control: private, before writing the response.");
        }
    }

    private static bool IsReadByGet(HttpRequest request) => HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);

    private static bool IsPublic(StringValues cacheControl)
        => HeaderUtilities.ContainsCacheDirective(cacheControl, CacheControlHeaderValue.PublicString);

    private static bool ForbidsStoring(StringValues cacheControl)
        => HeaderUtilities.ContainsCacheDirective(cacheControl, CacheControlHeaderValue.NoStoreString)
            || (CacheControlHeaderValue.TryParse(cacheControl.ToString(), out var value) && IsPrivate(value));

    private static bool IsPrivate(CacheControlHeaderValue value)
        => value.Private && value.PrivateHeaders.Count == 0 && !value.Public && value.SharedMaxAge is null;

    private static StringValues VaryByCookie(StringValues vary)
    {
        foreach (var value in vary)
        {
            foreach (var part in value.AsSpan().Split(','))
            {
                if (value.AsSpan(part).Trim() is "*"
                    || value.AsSpan(part).Trim().Equals(HeaderNames.Cookie, StringComparison.OrdinalIgnoreCase))
                {
                    return vary;
                }
            }
        }

        return StringValues.Concat(vary, HeaderNames.Cookie);
    }

    private static StringValues Private(StringValues cacheControl)
    {
        if (StringValues.IsNullOrEmpty(cacheControl))
        {
            return CacheControlHeaderValue.PrivateString;
        }

        if (!CacheControlHeaderValue.TryParse(cacheControl.ToString(), out var value))
        {
            var restrictions = Restrictions.Where(directive => HeaderUtilities.ContainsCacheDirective(cacheControl, directive));
            return string.Join(", ", restrictions.Prepend(CacheControlHeaderValue.PrivateString));
        }

        if (IsPrivate(value))
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
