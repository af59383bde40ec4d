using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Session;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TypedSessions;
using TypedSessions.Diagnostics;
using TypedSessions.Hosting;
using TypedSessions.Hosting.Clearing;
using TypedSessions.Http;
using TypedSessions.Http.Cookies;
using TypedSessions.Integration.Authentication;
using TypedSessions.Integration.Mvc;
using TypedSessions.Sessions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds typed sessions to an application's services.</summary>
public static class TypedSessionsServiceCollectionExtensions
{
    /// <summary>
    /// Adds typed sessions. Choose an engine and register the models on what this returns, then call
    /// <c>app.UseTypedSessions()</c>. Takes the place of <c>AddDistributedMemoryCache</c> and <c>AddSession</c>.
    /// </summary>
    public static TypedSessionsBuilder AddTypedSessions(this IServiceCollection services, Action<TypedSessionsOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var options = services.AddOptions<TypedSessionsOptions>().ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<TypedSessionsOptions>, EnvironmentDefaults>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TypedSessionsOptions>, OptionsValidation>());

        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics();
        services.TryAddSingleton<SessionMetrics>();
        services.TryAddSingleton(CreateEngine);
        services.TryAddSingleton<ISessionTransport, TokenTransport>();
        services.TryAddSingleton(CreateSessionServices);
        services.TryAddSingleton(CreateHttpServices);
        services.TryAddSingleton<ISessionManager, SessionManager>();

        services.TryAddSingleton<SessionClearing>();
        services.AddHostedService<SessionClearingService>();

        services.TryAddScoped<SessionScope>();
        services.TryAddScoped(static scope => scope.GetRequiredService<SessionScope>().GetSession(typeof(ISession)));

        AuthenticationDecoration.Decorate(services);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<MvcOptions>, SessionBinding>());

        // ASP.NET Core's session middleware requests its store when the pipeline is built, which is at start.
        services.Replace(ServiceDescriptor.Singleton<ISessionStore>(static _ => throw new InvalidOperationException(
            "TypedSessions: app.UseSession() is called, and app.UseTypedSessions() replaces it. " +
            "Remove app.UseSession(), also from startup filters and packages.")));
        return new TypedSessionsBuilder(services);
    }

    /// <summary>
    /// Adds typed sessions with the options that a section of the configuration has:
    /// <c>AddTypedSessions(builder.Configuration.GetSection("Sessions"))</c>. A setting that does
    /// not exist or cannot be read stops the application at start; <c>Engine</c>, <c>Engines</c>
    /// and <c>ConnectionString</c> are left to the application, which chooses the engine in code.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="section">
    /// The section. Its keys are the names of the options, <c>Cookie:Name</c> and <c>Clearing:Interval</c> for those inside of others.
    /// </param>
    /// <param name="configure">More options, which win over the section's.</param>
    public static TypedSessionsBuilder AddTypedSessions(
        this IServiceCollection services, IConfigurationSection section, Action<TypedSessionsOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(section);
        var configured = new ConfiguredOptions(section);
        services.AddSingleton<IConfigureOptions<TypedSessionsOptions>>(configured);
        services.AddSingleton<IValidateOptions<TypedSessionsOptions>>(configured);
        return services.AddTypedSessions(configure);
    }

    private static InstrumentedSessionEngine CreateEngine(IServiceProvider provider) => new(
        provider.GetRequiredService<ISessionEngine>(),
        provider.GetRequiredService<SessionMetrics>(),
        provider.GetRequiredService<TimeProvider>(),
        provider.GetRequiredService<IOptions<TypedSessionsOptions>>().Value.EngineTimeout);

    private static SessionServices CreateSessionServices(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptions<TypedSessionsOptions>>().Value;
        var logs = provider.GetRequiredService<ILoggerFactory>();
        var metrics = provider.GetRequiredService<SessionMetrics>();
        return new SessionServices(
            provider.GetRequiredService<ISessionTransport>(),
            options,
            provider.GetRequiredService<TimeProvider>(),
            logs.CreateLogger(SessionLog.Category),
            metrics,
            new SessionAudit(logs.CreateLogger(TypedSessionsDiagnostics.AuditLogCategory), metrics));
    }

    private static SessionHttpServices CreateHttpServices(IServiceProvider provider)
    {
        var sessions = provider.GetRequiredService<SessionServices>();
        var cookie = sessions.Options.Cookie;
        return new SessionHttpServices(
            sessions,
            sessions.Transport.Engine is null ? new SealedCookie(cookie, sessions) : new TokenCookie(cookie, sessions),
            provider.GetRequiredService<IServiceScopeFactory>());
    }
}
