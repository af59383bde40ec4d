using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using TypedSessions.Hosting;
using TypedSessions.Sessions;

namespace TypedSessions;

/// <summary>Says where sessions are kept and which models there are. Made by <c>services.AddTypedSessions()</c>.</summary>
public sealed class TypedSessionsBuilder
{
    internal TypedSessionsBuilder(IServiceCollection services) => Services = services;

    /// <summary>The application's services.</summary>
    public IServiceCollection Services { get; }

    /// <summary>Keeps sessions in an engine of your own. The last engine that is named counts.</summary>
    public TypedSessionsBuilder UseEngine(Func<IServiceProvider, ISessionEngine> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        Services.Replace(ServiceDescriptor.Singleton(create));
        return this;
    }

    /// <summary>
    /// Registers a model: a scoped service, and a parameter of handlers. Two registered models that claim one key stop the application at start.
    /// </summary>
    public TypedSessionsBuilder AddModel<T>()
        where T : class, ISessionModel<T>
    {
        Services.TryAddScoped(static services => services.GetRequiredService<SessionScope>().GetSession(typeof(T)).As<T>());
        Services.AddSingleton(new SessionModelRegistration(typeof(T), T.Properties));
        return this;
    }
}
