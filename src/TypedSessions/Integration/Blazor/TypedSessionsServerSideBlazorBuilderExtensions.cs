using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.SignalR;
using TypedSessions.Integration.Blazor;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds typed sessions to interactive components.</summary>
public static class TypedSessionsServerSideBlazorBuilderExtensions
{
    /// <summary>
    /// Gives interactive components of the server the session of their visitor: <c>@inject
    /// ConnectedSession</c>. Needs <c>services.AddTypedSessions()</c>. Models and
    /// <c>HttpContext.Session</c> are for static components, which are rendered within a request.
    /// </summary>
    public static IServerSideBlazorBuilder AddTypedSessions(this IServerSideBlazorBuilder circuits)
    {
        ArgumentNullException.ThrowIfNull(circuits);
        circuits.AddHubOptions(static options => options.AddFilter(new CircuitHandshake()));
        circuits.Services.AddScoped<CircuitSession>();
        circuits.Services.AddScoped<CircuitHandler>(static scope => scope.GetRequiredService<CircuitSession>());
        circuits.Services.AddScoped(static scope => scope.GetRequiredService<CircuitSession>().Connection);
        return circuits;
    }
}
