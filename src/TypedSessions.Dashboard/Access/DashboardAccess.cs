using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace TypedSessions.Dashboard.Access;

/// <summary>Determines whether the dashboard is available: outside Development, only if its endpoints require authorization.</summary>
/// <remarks>ASP.NET Core's authorization, which has run before, determines who may use it.</remarks>
internal sealed partial class DashboardAccess(IHostEnvironment environment, ILogger log, string pattern)
{
    private int _isLogged;

    public bool IsOpen(HttpContext context)
    {
        if (environment.IsDevelopment() || IsProtected(context.GetEndpoint()))
        {
            return true;
        }

        if (Interlocked.Exchange(ref _isLogged, 1) == 0)
        {
            Closed(log, pattern, environment.EnvironmentName);
        }

        return false;
    }

    // AllowAnonymous disables all authorization of an endpoint.
    private static bool IsProtected(Endpoint? endpoint)
        => endpoint?.Metadata.GetMetadata<IAuthorizeData>() is not null && endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null;

    [LoggerMessage(60, LogLevel.Warning,
        "The session dashboard at '{Pattern}' responds with 404, because it requires no authorization in the environment " +
        "{Environment}. " +
        "Call app.MapSessionDashboard(...).RequireAuthorization(...) with a policy for operators.")]
    private static partial void Closed(ILogger log, string pattern, string environment);
}
