using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Routing;
using TypedSessions;
using TypedSessions.Dashboard.Endpoints;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Adds the dashboard of typed sessions to an application.</summary>
public static class SessionDashboardEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps pages with which operators see and end sessions: <c>app.MapSessionDashboard("/sessions").RequireAuthorization("Operators")</c>.
    /// Outside Development, pages that require no authorization respond with 404. The same content is returned as JSON to requests that
    /// accept <c>application/json</c>.
    /// </summary>
    /// <param name="endpoints">The application, or a group of endpoints.</param>
    /// <param name="pattern">The path of the pages.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The endpoints, for conventions such as <c>RequireAuthorization</c>.</returns>
    /// <exception cref="InvalidOperationException"><c>AddTypedSessions</c> or <c>AddAntiforgery</c> was not called.</exception>
    public static IEndpointConventionBuilder MapSessionDashboard(
        this IEndpointRouteBuilder endpoints,
        [StringSyntax("Route")] string pattern = "/sessions",
        Action<SessionDashboardOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(pattern);
        var options = new SessionDashboardOptions();
        configure?.Invoke(options);
        return DashboardEndpoints.Map(endpoints, pattern, options);
    }
}
