using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace TypedSessions.Hosting;

/// <summary>Names the cookie where the application did not: strictly, but in Development so that it works without HTTPS.</summary>
internal sealed class DefaultCookie(IHostEnvironment environment) : IPostConfigureOptions<TypedSessionsOptions>
{
    private const string StrictName = "__Host-session";
    private const string DevelopmentName = "session";

    /// <inheritdoc/>
    public void PostConfigure(string? name, TypedSessionsOptions options)
    {
        var cookie = options.Cookie;
        cookie.Name ??= environment.IsDevelopment() ? DevelopmentName : StrictName;
        if (environment.IsDevelopment() && !CookieRules.HasSecurePrefix(cookie.Name))
        {
            cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        }
    }
}
