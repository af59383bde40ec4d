namespace TypedSessions.Dashboard.Rendering;

/// <summary>The headers of all responses of the dashboard.</summary>
internal static class PageHeaders
{
    private const string ContentSecurityPolicy
        = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    public static void Set(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers.Append("Vary", "Accept");
        SetCaching(context);
    }

    /// <summary>Sets the caching header again, because antiforgery sets a weaker one.</summary>
    public static void SetCaching(HttpContext context) => context.Response.Headers.CacheControl = "no-store, private";
}
