using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using TypedSessions;
using TypedSessions.Http;

namespace Microsoft.AspNetCore.Http;

/// <summary>Provides the session of a connection by its handshake.</summary>
public static class ConnectionSessionExtensions
{
    /// <summary>
    /// Returns the session that a request's cookie leads to, for work that continues after the request. Loads
    /// nothing, and works in every request, with or without <c>HttpContext.Session</c>. Calls every
    /// <see cref="SessionModelOptions.PrefixProvider"/> with the services of the request, for the models of the session.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// <c>services.AddTypedSessions()</c> was not called, or a prefix cannot be part of a key.
    /// </exception>
    public static ConnectionSession GetConnectionSession(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var services = context.RequestServices;
        var sessions = services.GetRequiredService<SessionHttpServices>();
        return new ConnectionSession(
            services.GetRequiredService<ISessionManager>(),
            sessions.Sessions,
            Array.ConvertAll(sessions.Cookie.Read(context.Request.Headers.Cookie).Tokens, static token => token.Key),
            services);
    }

    /// <summary>
    /// Returns the session of a hub's connection, to which its handshake's cookie leads: the same instance for all invocations. The first
    /// call calls every <see cref="SessionModelOptions.PrefixProvider"/> with the services of the handshake, for the models of the session.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// The connection was not made by HTTP, <c>services.AddTypedSessions()</c> was not called, or a prefix cannot be part of a key.
    /// </exception>
    public static ConnectionSession GetConnectionSession(this HubCallerContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Features.Get<ConnectionSession>() is not { } connection)
        {
            var handshake = context.GetHttpContext() ?? throw new InvalidOperationException(
                "The hub's connection was not made by HTTP, so it has no session cookie. Connect by one of SignalR's HTTP transports.");
            connection = OpenHandshake(handshake);
            context.Features.Set(connection);
        }

        return connection;
    }

    // With long polling a hub runs outside requests, and a tenant's service would find no HttpContext.
    private static ConnectionSession OpenHandshake(HttpContext handshake)
    {
        if (handshake.RequestServices.GetService<IHttpContextAccessor>() is not { HttpContext: null } accessor)
        {
            return handshake.GetConnectionSession();
        }

        accessor.HttpContext = handshake;
        try
        {
            return handshake.GetConnectionSession();
        }
        finally
        {
            accessor.HttpContext = null;
        }
    }
}
