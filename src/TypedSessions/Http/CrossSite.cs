namespace TypedSessions.Http;

/// <summary>Detects requests from which browsers withhold a cookie because they come from another site.</summary>
internal static class CrossSite
{
    private const string Site = "Sec-Fetch-Site";
    private const string Mode = "Sec-Fetch-Mode";

    /// <summary>Returns whether a browser withholds a cookie with this SameSite from the request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="sameSite">The cookie's SameSite.</param>
    /// <param name="isRemoteCallback">
    /// Whether the request is the callback of a remote authentication handler, which another site sends.
    /// </param>
    public static bool IsCookieWithheld(HttpRequest request, SameSiteMode sameSite, bool isRemoteCallback) => sameSite switch
    {
        SameSiteMode.Strict => IsCrossSite(request, isRemoteCallback),
        SameSiteMode.Lax or SameSiteMode.Unspecified => !IsTopLevelGet(request) && IsCrossSite(request, isRemoteCallback),
        _ => false,
    };

    // Without the header, a GET counts as a navigation, as most of them are.
    private static bool IsTopLevelGet(HttpRequest request)
        => (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
            && (request.Headers[Mode] is not [{ Length: > 0 } mode] || mode == "navigate");

    // A browser sends Sec-Fetch-Site over HTTPS and to localhost, and Origin with every POST.
    private static bool IsCrossSite(HttpRequest request, bool isRemoteCallback)
    {
        if (request.Headers[Site] is [{ Length: > 0 } site])
        {
            return site == "cross-site";
        }

        return request.Headers.Origin is [{ Length: > 0 } origin]
            ? !string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase)
            : isRemoteCallback && HttpMethods.IsPost(request.Method);
    }
}
