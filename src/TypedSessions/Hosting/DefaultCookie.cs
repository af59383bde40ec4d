using System.Buffers;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace TypedSessions.Hosting;

/// <summary>
/// Names the cookie if the application did not: with the strictest prefix, and in Development so that it works
/// without HTTPS and beside other applications on the same host, because browsers do not tell ports apart.
/// </summary>
internal sealed class DefaultCookie(IHostEnvironment environment) : IPostConfigureOptions<TypedSessionsOptions>
{
    private const string StrictName = "__Host-session";
    private const string DevelopmentName = "session";

    private static readonly SearchValues<char> NameCharacters
        = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");

    /// <inheritdoc/>
    public void PostConfigure(string? name, TypedSessionsOptions options)
    {
        var cookie = options.Cookie;
        cookie.Name ??= environment.IsDevelopment() ? GetDevelopmentName() : StrictName;
        if (environment.IsDevelopment() && !CookieRules.HasSecurePrefix(cookie.Name))
        {
            cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        }
    }

    private string GetDevelopmentName()
    {
        var application = string.Concat((environment.ApplicationName ?? "").Where(NameCharacters.Contains));
        return application.Length > 0 ? $"{DevelopmentName}-{application}" : DevelopmentName;
    }
}
