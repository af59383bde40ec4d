using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using TypedSessions.Integration.Accounts;

namespace TypedSessions.Integration.Identity;

/// <summary>
/// Validates at start that the application's user manager can end sessions, and that the end of a session signs its device out.
/// </summary>
/// <param name="services">The application's services.</param>
/// <param name="registrations">The registrations of the services.</param>
/// <param name="serviceType">The type under which the user manager is registered.</param>
/// <param name="managerType">The type that it has to be, or to derive from.</param>
internal sealed class UserManagerCheck(
    IServiceProvider services, IServiceCollection registrations, Type serviceType, Type managerType) : IHostedService
{
    private const string Feature = "EndOthersOnSecurityStampChange()";

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        AccountRequirements.Check(services, Feature);
        var registered = registrations.LastOrDefault(service => service.ServiceType == serviceType && !service.IsKeyedService);
        if (registered?.ImplementationType is { } type && !managerType.IsAssignableFrom(type))
        {
            throw new InvalidOperationException(
                $"{Feature} needs a user manager that ends sessions, and the application's is {type}. " +
                $"Derive it from SessionUserManager<{serviceType.GenericTypeArguments[0].Name}>.");
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
