using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using TypedSessions.Integration.Authentication;
using TypedSessions.Hosting;
using TypedSessions.Hosting.Policies;
using TypedSessions.Http.Cookies;
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
        Services.RemoveAll<SealedTransport>();
        Services.Replace(ServiceDescriptor.Singleton<ISessionTransport, TokenTransport>());
        return this;
    }

    /// <summary>
    /// Registers a model: a scoped service, and a parameter of handlers. Two
    /// registered models that claim one key stop the application at start.
    /// </summary>
    public TypedSessionsBuilder AddModel<T>()
        where T : class, ISessionModel<T>
    {
        Services.TryAddScoped(static services => services.GetRequiredService<SessionScope>().GetSession(typeof(T)).As<T>());
        Services.AddSingleton(new SessionModelRegistration(typeof(T), T.Properties));
        return this;
    }

    /// <summary>
    /// Keeps the tickets of a cookie scheme in the session, so that a session that ends takes the login with it: at a sign-out, by
    /// <see cref="ISessionManager"/>, on every node. The session's expiry is the login's, too: a persistent sign-in sets it to the scheme's
    /// <c>ExpireTimeSpan</c>, or to the time that the application gives. Every authenticated request then reads its session.
    /// </summary>
    /// <param name="scheme">The scheme; <c>Cookies</c> by default, <c>Identity.Application</c> for ASP.NET Core Identity.</param>
    public TypedSessionsBuilder KeepTicketsInSession(string scheme = CookieAuthenticationDefaults.AuthenticationScheme)
    {
        ArgumentException.ThrowIfNullOrEmpty(scheme);
        Services.PostConfigure<CookieAuthenticationOptions>(scheme, options => options.SessionStore = new SessionTicketStore(scheme));
        return this;
    }

    /// <summary>
    /// Sets what a standard asks of sessions, and says in the log when the application starts what deviates from it.
    /// The application's own settings win, wherever they stand: a deviation that is meant is a warning, and no error.
    /// </summary>
    public TypedSessionsBuilder UsePolicy(SessionPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);

        // Before all that the application configures, so that it comes last.
        Services.Insert(
            0,
            ServiceDescriptor.Singleton<IConfigureOptions<TypedSessionsOptions>>(new ConfigureOptions<TypedSessionsOptions>(policy.Apply)));
        Services.AddSingleton<IHostedService>(services => ActivatorUtilities.CreateInstance<SessionPolicyReport>(services, policy));
        return this;
    }
}
