using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using TypedSessions.Http;

namespace TypedSessions.Integration.Authentication;

/// <summary>
/// Puts <see cref="SessionAuthenticationService"/> before the application's
/// authentication service, whichever of the two is registered first.
/// </summary>
internal static class AuthenticationDecoration
{
    public static void Decorate(IServiceCollection services)
    {
        if (services.Any(static service => service.ServiceType == typeof(Mark)))
        {
            return;
        }

        var inner = services.LastOrDefault(
            static service => service.ServiceType == typeof(IAuthenticationService) && !service.IsKeyedService)
            ?? DefaultService();
        services.AddSingleton<Mark>();
        services.Replace(new ServiceDescriptor(typeof(IAuthenticationService), provider => Create(provider, inner), inner.Lifetime));
    }

    private static IAuthenticationService Create(IServiceProvider provider, ServiceDescriptor descriptor)
    {
        var schemes = provider.GetService<IAuthenticationSchemeProvider>()
            ?? throw new InvalidOperationException(
                "No authentication has been added to the services. Call services.AddAuthentication() and add a scheme.");
        var inner = (IAuthenticationService)(descriptor.ImplementationInstance
            ?? descriptor.ImplementationFactory?.Invoke(provider)
            ?? ActivatorUtilities.CreateInstance(provider, descriptor.ImplementationType!));
        var options = provider.GetRequiredService<IOptions<TypedSessionsOptions>>().Value.SignIn;
        return options.Enabled
            ? new SessionAuthenticationService(
                inner,
                schemes,
                provider.GetRequiredService<SessionHttpServices>(),
                provider.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>())
            : inner;
    }

    // AddAuthentication() adds its service only if there is none, so the decorator wraps that service from the start.
    private static ServiceDescriptor DefaultService()
        => new ServiceCollection().AddAuthenticationCore().Last(static service => service.ServiceType == typeof(IAuthenticationService));

    private sealed class Mark;
}
