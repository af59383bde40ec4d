using System.Collections.Frozen;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Session;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TypedSessions;
using TypedSessions.Diagnostics;
using TypedSessions.Hosting;
using TypedSessions.Hosting.Cleanup;
using TypedSessions.Hosting.Operations;
using TypedSessions.Hosting.Policies;
using TypedSessions.Http;
using TypedSessions.Http.Cookies;
using TypedSessions.Integration.Accounts;
using TypedSessions.Integration.Authentication;
using TypedSessions.Integration.Authorization;
using TypedSessions.Integration.Mvc;
using TypedSessions.Sessions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds typed sessions to an application's services.</summary>
public static class TypedSessionsServiceCollectionExtensions
{
    /// <summary>
    /// Adds typed sessions. Choose an engine and register the models on the returned builder, then call
    /// <c>app.UseTypedSessions()</c>. Replaces <c>AddDistributedMemoryCache</c> and <c>AddSession</c>.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Sets the options.</param>
    public static TypedSessionsBuilder AddTypedSessions(this IServiceCollection services, Action<TypedSessionsOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var options = services.AddOptions<TypedSessionsOptions>().ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<TypedSessionsOptions>, EnvironmentDefaults>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TypedSessionsOptions>, TypedSessionsOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TypedSessionsOptions>, OptionsValidation>());

        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics();
        services.TryAddSingleton<SessionMetrics>();
        services.TryAddSingleton(CreateInstrumentedEngine);
        services.TryAddSingleton(SessionEngineFactory.CreateTransport);
        services.TryAddSingleton(CreateEventQueue);
        services.TryAddSingleton(CreateSessionServices);
        services.TryAddSingleton(CreateHttpServices);
        services.TryAddSingleton<ISessionManager, SessionManager>();
        services.TryAddSingleton<CleanupStatus>();
        services.TryAddSingleton<SessionPolicyCheck>();
        services.TryAddSingleton<ISessionDiagnostics, SessionDiagnostics>();
        services.AddHostedService<SessionEngineStartup>();
        services.AddHostedService<SessionCleanupService>();
        services.AddHostedService<SessionEventDelivery>();

        services.TryAddScoped<SessionAccessor>();
        services.TryAddScoped(static scope => scope.GetRequiredService<SessionAccessor>().GetSession(typeof(ISession)));

        AuthenticationDecoration.Decorate(services);
        RecentSignInResultHandler.Add(services);
        services.TryAddSingleton<IDeviceDisplay, UserAgentDisplay>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<MvcOptions>, SessionBinding>());

        // ASP.NET Core's session middleware requests its store when the pipeline is built, which is at start.
        services.Replace(ServiceDescriptor.Singleton<ISessionStore>(static _ => throw new InvalidOperationException(
            "TypedSessions: app.UseSession() is called, and app.UseTypedSessions() replaces it. " +
            "Remove app.UseSession(), also from startup filters and packages.")));
        return new TypedSessionsBuilder(services);
    }

    /// <summary>
    /// Adds typed sessions with options from the configuration: <c>AddTypedSessions(builder.Configuration.GetSection("Sessions"))</c>. An
    /// unknown setting or an invalid value stops the application at start.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configuration">
    /// The section of the sessions. Its keys are the names of the options, <c>Cookie:Name</c> and <c>Cleanup:Interval</c> for nested
    /// ones, <c>Database:TableName</c> for those of the engines, and <c>Engine</c>, <c>Provider</c> and <c>ConnectionString</c>, which
    /// <see cref="TypedSessionsBuilderExtensions.UseConfiguredEngine"/> reads.
    /// </param>
    /// <param name="configure">Sets more options, and replaces those of the configuration.</param>
    public static TypedSessionsBuilder AddTypedSessions(
        this IServiceCollection services, IConfiguration configuration, Action<TypedSessionsOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);
        var settings = ConfigurationSettings.Add(services, configuration);
        var builder = services.AddTypedSessions(configure);
        builder.Settings = settings;
        return builder;
    }

    private static InstrumentedSessionEngine CreateInstrumentedEngine(IServiceProvider provider) => new(
        provider.GetRequiredService<ISessionEngine>(),
        provider.GetRequiredService<SessionMetrics>(),
        provider.GetRequiredService<TimeProvider>(),
        provider.GetRequiredService<IOptions<TypedSessionsOptions>>().Value.EngineTimeout);

    private static SessionEventQueue CreateEventQueue(IServiceProvider provider) => new(
        provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILoggerFactory>().CreateLogger(SessionLog.Category));

    private static SessionServices CreateSessionServices(IServiceProvider provider)
    {
        var logs = provider.GetRequiredService<ILoggerFactory>();
        var metrics = provider.GetRequiredService<SessionMetrics>();
        return new SessionServices(
            provider.GetRequiredService<ISessionTransport>(),
            provider.GetRequiredService<IOptions<TypedSessionsOptions>>().Value,
            provider.GetRequiredService<TimeProvider>(),
            logs.CreateLogger(SessionLog.Category),
            metrics,
            new SessionAudit(
                logs.CreateLogger(TypedSessionsDiagnostics.AuditLogCategory), metrics, provider.GetRequiredService<SessionEventQueue>()))
        {
            Prefixes = provider.GetServices<SessionModelRegistration>()
                .Select(static model => KeyValuePair.Create<object, ModelPrefix?>(model.Properties, model.CreatePrefix()))
                .Where(static model => model.Value is not null)
                .ToFrozenDictionary(ReferenceEqualityComparer.Instance)!,
        };
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
