using System.Buffers;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using TypedSessions.Http.Cookies;

namespace TypedSessions.Hosting;

/// <summary>
/// Completes the options by the environment. In Development the cookie works without HTTPS and beside other applications
/// on the same host, because browsers share cookies between ports.
/// </summary>
internal sealed class EnvironmentDefaults(IHostEnvironment environment) : IPostConfigureOptions<TypedSessionsOptions>
{
    private const string StrictName = "__Host-session";
    private const string DevelopmentName = "session";

    private static readonly SearchValues<char> NameCharacters
        = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");

    /// <inheritdoc/>
    public void PostConfigure(string? name, TypedSessionsOptions options)
    {
        var cookie = options.Cookie;
        if (!environment.IsDevelopment())
        {
            cookie.Name ??= StrictName;
            return;
        }

        options.VerifyValues = true;
        options.ThrowOnEngineFailure = true;
        cookie.Name ??= GetDevelopmentName();
        if (!CookieRules.HasSecurePrefix(cookie.Name))
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
