using System.Globalization;

namespace TypedSessions.Http.Cookies;

/// <summary>Creates the text of <c>Set-Cookie</c> headers that only differ in their value and Max-Age.</summary>
internal sealed class CookieText(CookieBuilder builder)
{
    // The attributes only depend on whether the request is secure.
    private string? _secureAttributes;
    private string? _plainAttributes;

    /// <summary>Returns the header's text.</summary>
    public string Create(string value, TimeSpan? maxAge, HttpContext context)
    {
        var attributes = context.Request.IsHttps
            ? _secureAttributes ??= CreateAttributes(context)
            : _plainAttributes ??= CreateAttributes(context);
        return maxAge is { } age
            ? string.Create(CultureInfo.InvariantCulture, $"{builder.Name}={value}; max-age={(long)age.TotalSeconds}{attributes}")
            : string.Concat(builder.Name, "=", value, attributes);
    }

    private string CreateAttributes(HttpContext context)
    {
        var options = builder.Build(context);
        options.MaxAge = null;
        return options.CreateCookieHeader(builder.Name!, "").ToString()[(builder.Name!.Length + 1)..];
    }
}
