using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.SignalR;
using TypedSessions.Integration.Blazor;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds typed sessions to interactive components.</summary>
public static class TypedSessionsServerSideBlazorBuilderExtensions
{
    /// <summary>
    /// Provides interactive server components with the session of their visitor: <c>@inject ConnectionSession</c>. Needs
    /// <c>services.AddTypedSessions()</c>. Models and <c>HttpContext.Session</c> are for static components, which are rendered within a
    /// request.
    /// </summary>
    public static IServerSideBlazorBuilder AddTypedSessions(this IServerSideBlazorBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddHubOptions(static options => options.AddFilter(new CircuitHandshake()));
        builder.Services.AddScoped<CircuitSession>();
        builder.Services.AddScoped<CircuitHandler>(static scope => scope.GetRequiredService<CircuitSession>());
        builder.Services.AddScoped(static scope => scope.GetRequiredService<CircuitSession>().Connection);
        return builder;
    }
}
