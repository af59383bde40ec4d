using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace TypedSessions.Integration.Authentication;

/// <summary>Decorates a service of the application, whichever of the two is registered first.</summary>
internal static class ServiceDecoration
{
    /// <summary>Decorates a service, once.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="getDefault">
    /// Returns the framework's service, which the framework adds only if there is none: it is decorated from the start.
    /// </param>
    /// <param name="decorate">Creates the decorator. The function that it gets creates the inner service.</param>
    public static void Decorate<T>(
        IServiceCollection services, Func<ServiceDescriptor> getDefault, Func<IServiceProvider, Func<T>, T> decorate)
        where T : class
    {
        if (services.Any(static service => service.ServiceType == typeof(Mark<T>)))
        {
            return;
        }

        var inner = services.LastOrDefault(static service => service.ServiceType == typeof(T) && !service.IsKeyedService) ?? getDefault();
        services.AddSingleton<Mark<T>>();
        services.Replace(
            new ServiceDescriptor(typeof(T), provider => decorate(provider, () => Create<T>(provider, inner)), inner.Lifetime));
    }

    private static T Create<T>(IServiceProvider provider, ServiceDescriptor descriptor)
        => (T)(descriptor.ImplementationInstance
            ?? descriptor.ImplementationFactory?.Invoke(provider)
            ?? ActivatorUtilities.CreateInstance(provider, descriptor.ImplementationType!));

    private sealed class Mark<T>;
}
