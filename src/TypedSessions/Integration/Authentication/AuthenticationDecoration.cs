using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TypedSessions.Http;

namespace TypedSessions.Integration.Authentication;

/// <summary>Decorates the application's authentication service with <see cref="SessionAuthenticationService"/>.</summary>
internal static class AuthenticationDecoration
{
    public static void Decorate(IServiceCollection services)
        => ServiceDecoration.Decorate<IAuthenticationService>(services, GetDefaultService, Create);

    private static IAuthenticationService Create(IServiceProvider provider, Func<IAuthenticationService> createInner)
    {
        var schemes = provider.GetService<IAuthenticationSchemeProvider>()
            ?? throw new InvalidOperationException(
                "No authentication has been added to the services. Call services.AddAuthentication() and add a scheme.");
        var inner = createInner();
        var options = provider.GetRequiredService<IOptions<TypedSessionsOptions>>().Value.SignIn;
        return options.Enabled
            ? new SessionAuthenticationService(
                inner,
                schemes,
                provider.GetRequiredService<SessionHttpServices>(),
                provider.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>())
            : inner;
    }

    private static ServiceDescriptor GetDefaultService()
        => new ServiceCollection().AddAuthenticationCore().Last(static service => service.ServiceType == typeof(IAuthenticationService));
}
