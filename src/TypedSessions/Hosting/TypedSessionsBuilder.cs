using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using TypedSessions.Authentication;
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

    /// <summary>
    /// Keeps the tickets of a cookie scheme in the session, so that a session that ends takes the login with it: at a sign-out, by <see cref="ISessionManager"/>, on every node. Every authenticated
    /// request then reads its session. Needs <c>app.UseTypedSessions()</c> and after it <c>app.UseAuthentication()</c>, both called by the application.
    /// </summary>
    /// <param name="scheme">The scheme; <c>Cookies</c> by default, <c>Identity.Application</c> for ASP.NET Core Identity.</param>
    public TypedSessionsBuilder KeepTicketsInSession(string scheme = CookieAuthenticationDefaults.AuthenticationScheme)
    {
        ArgumentException.ThrowIfNullOrEmpty(scheme);
        Services.PostConfigure<CookieAuthenticationOptions>(scheme, options => options.SessionStore = new SessionTicketStore(scheme));
        return this;
    }
}
