using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using TypedSessions.Hosting;
using TypedSessions.Hosting.Policies;
using TypedSessions.Integration.Authentication;
using TypedSessions.Sessions;

namespace TypedSessions;

/// <summary>Configures the engine and the models of an application's sessions. Returned by <c>services.AddTypedSessions()</c>.</summary>
public sealed class TypedSessionsBuilder
{
    internal TypedSessionsBuilder(IServiceCollection services) => Services = services;

    /// <summary>Gets the application's services.</summary>
    public IServiceCollection Services { get; }

    /// <summary>Gets or sets the settings of the configuration; <see langword="null"/> if all is configured in code.</summary>
    internal ConfigurationSettings? Settings { get; set; }

    /// <summary>Stores sessions in a custom engine. The last engine that is configured is used.</summary>
    /// <param name="factory">Creates the engine. Called once.</param>
    public TypedSessionsBuilder UseEngine(Func<IServiceProvider, ISessionEngine> factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        Services.Replace(ServiceDescriptor.Singleton(factory));
        return this;
    }

    /// <summary>Stores sessions in a custom engine. The last engine that is configured is used.</summary>
    /// <typeparam name="T">The engine, which is created once. The parameters of its constructor come from the services.</typeparam>
    public TypedSessionsBuilder UseEngine<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>()
        where T : class, ISessionEngine
        => UseEngine(static services => ActivatorUtilities.CreateInstance<T>(services));

    /// <summary>
    /// Binds the options of a custom engine to the configuration: <c>Sessions:MyEngine:Size</c> sets <c>Size</c>. An unknown setting or an
    /// invalid value stops the application at start. Has no effect if <c>AddTypedSessions</c> was called without a configuration.
    /// </summary>
    /// <typeparam name="T">
    /// The options. Settings are the public properties that are texts, numbers, times, enumerations or <see langword="bool"/>.
    /// </typeparam>
    /// <param name="section">The name of the engine's section, such as <c>MyEngine</c>.</param>
    /// <exception cref="ArgumentException"><paramref name="section"/> is empty.</exception>
    public TypedSessionsBuilder AddEngineOptions<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] T>(
        string section)
        where T : class
    {
        ArgumentException.ThrowIfNullOrEmpty(section);
        Settings?.AddEngine<T>(Services, section);
        return this;
    }

    /// <summary>
    /// Registers a model: as a scoped service, and as a parameter of handlers. Two registered models that claim one key stop the
    /// application at start.
    /// </summary>
    public TypedSessionsBuilder AddModel<T>()
        where T : class, ISessionModel<T>
        => HasModel(typeof(T)) ? this : AddModel<T>(static _ => { });

    /// <summary>Registers a model, as <see cref="AddModel{T}()"/> does, and sets how the application stores it.</summary>
    /// <param name="configure">Sets the options. Called once, and replaces what an earlier call has set for the model.</param>
    public TypedSessionsBuilder AddModel<T>(Action<SessionModelOptions> configure)
        where T : class, ISessionModel<T>
    {
        ArgumentNullException.ThrowIfNull(configure);
        var options = new SessionModelOptions();
        configure(options);
        Services.TryAddScoped(static services => services.GetRequiredService<SessionAccessor>().GetSession(typeof(T)).As<T>());
        foreach (var registration in Services.Where(service => IsRegistrationOf(service, typeof(T))).ToArray())
        {
            Services.Remove(registration);
        }

        Services.AddSingleton(new SessionModelRegistration(typeof(T), T.Properties)
        {
            Prefix = options.Prefix,
            PrefixProvider = options.PrefixProvider,
        });
        return this;
    }

    /// <summary>
    /// Keeps the tickets of a cookie scheme in the session, so that the end of a session ends the login: at a sign-out, by
    /// <see cref="ISessionManager"/>, on every node. The login expires with the session: a persistent sign-in sets the session's expiry to
    /// the scheme's <c>ExpireTimeSpan</c>, or to the time that the application gives. Every authenticated request then reads its session.
    /// </summary>
    /// <param name="scheme">The scheme; <c>Cookies</c> by default, <c>Identity.Application</c> for ASP.NET Core Identity.</param>
    public TypedSessionsBuilder KeepTicketsInSession(string scheme = CookieAuthenticationDefaults.AuthenticationScheme)
    {
        ArgumentException.ThrowIfNullOrEmpty(scheme);
        Services.PostConfigure<CookieAuthenticationOptions>(scheme, options => options.SessionStore = new SessionTicketStore(scheme));
        return this;
    }

    /// <summary>Adds a handler that is called after sessions were created, signed in, rotated and ended, or a limit was exceeded.</summary>
    /// <typeparam name="T">The handler, which is created once. The parameters of its constructor come from the services.</typeparam>
    public TypedSessionsBuilder AddEvents<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>()
        where T : class, ISessionEvents
    {
        Services.AddSingleton<ISessionEvents, T>();
        return this;
    }

    /// <summary>
    /// Sets the options that a standard requires, and logs the deviations from it at start. The application's own settings take precedence,
    /// in any order of the calls; a deviation is a warning, not an error.
    /// </summary>
    /// <param name="policy">The standard, such as <see cref="SessionPolicy.AsvsLevel2"/>.</param>
    public TypedSessionsBuilder UsePolicy(SessionPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);

        // Inserted first, so that the application's own configuration runs after it.
        Services.Insert(
            0,
            ServiceDescriptor.Singleton<IConfigureOptions<TypedSessionsOptions>>(new ConfigureOptions<TypedSessionsOptions>(policy.Apply)));
        Services.AddSingleton(policy);
        Services.AddSingleton<IHostedService>(services => ActivatorUtilities.CreateInstance<SessionPolicyReport>(services, policy));
        return this;
    }

    private static bool IsRegistrationOf(ServiceDescriptor service, Type model)
        => service is { IsKeyedService: false, ImplementationInstance: SessionModelRegistration registration }
            && registration.Model == model;

    private bool HasModel(Type model) => Services.Any(service => IsRegistrationOf(service, model));
}
