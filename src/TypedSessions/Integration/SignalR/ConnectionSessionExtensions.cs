using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using TypedSessions;
using TypedSessions.Http;

namespace Microsoft.AspNetCore.Http;

/// <summary>The session of a connection, by its handshake.</summary>
public static class ConnectionSessionExtensions
{
    /// <summary>
    /// The session that a request's cookie leads to, for work that goes on after the request. Asks
    /// no engine, and works in every request, whether or not <c>HttpContext.Session</c> is there.
    /// </summary>
    /// <exception cref="InvalidOperationException"><c>services.AddTypedSessions()</c> was not called.</exception>
    public static ConnectionSession GetConnectionSession(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var services = context.RequestServices;
        var cookie = services.GetRequiredService<SessionHttpServices>().Cookie;
        return new ConnectionSession(
            services.GetRequiredService<ISessionManager>(),
            services.GetRequiredService<TimeProvider>(),
            Array.ConvertAll(cookie.Read(context.Request.Headers.Cookie).Tokens, static token => token.Key));
    }

    /// <summary>
    /// The session of a hub's connection: the one that its handshake's cookie leads to, and the same for all of its invocations.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// The connection did not come by HTTP, or <c>services.AddTypedSessions()</c> was not called.
    /// </exception>
    public static ConnectionSession GetConnectionSession(this HubCallerContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Features.Get<ConnectionSession>() is not { } connection)
        {
            var handshake = context.GetHttpContext() ?? throw new InvalidOperationException(
                "The hub's connection did not come by HTTP, so it has no cookie and no session.");
            connection = handshake.GetConnectionSession();
            context.Features.Set(connection);
        }

        return connection;
    }
}
