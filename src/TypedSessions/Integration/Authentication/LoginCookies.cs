using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace TypedSessions.Integration.Authentication;

/// <summary>The cookie schemes that sign users in.</summary>
internal static class LoginCookies
{
    /// <summary>
    /// Returns whether no login outlives its session: every cookie scheme that counts for sessions keeps its tickets in them.
    /// </summary>
    public static async ValueTask<bool> EndWithSessionAsync(IServiceProvider services) => (await FindOutlivingAsync(services)).Count == 0;

    /// <summary>Returns the cookie schemes that count for sessions and do not keep their tickets in them.</summary>
    public static async ValueTask<IReadOnlyList<string>> FindOutlivingAsync(IServiceProvider services)
    {
        if (services.GetService<IAuthenticationSchemeProvider>() is not { } provider)
        {
            return [];
        }

        var named = services.GetRequiredService<IOptions<TypedSessionsOptions>>().Value.SignIn.Schemes;
        var byDefault = (await provider.GetDefaultAuthenticateSchemeAsync())?.Name;
        var cookies = services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>();
        return
        [
            .. (await provider.GetAllSchemesAsync())
                .Where(scheme => named.Count > 0 ? named.Contains(scheme.Name) : scheme.Name == byDefault)
                .Where(static scheme => typeof(CookieAuthenticationHandler).IsAssignableFrom(scheme.HandlerType))
                .Select(static scheme => scheme.Name)
                .Where(scheme => cookies.Get(scheme).SessionStore is not SessionTicketStore),
        ];
    }
}
