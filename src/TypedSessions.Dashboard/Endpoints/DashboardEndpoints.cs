using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TypedSessions.Dashboard.Access;
using TypedSessions.Dashboard.History;
using TypedSessions.Dashboard.Rendering;
using TypedSessions.Dashboard.Views;

namespace TypedSessions.Dashboard.Endpoints;

/// <summary>The endpoints of the dashboard. All are in one folder, so that relative links work on every page.</summary>
internal static class DashboardEndpoints
{
    public static RouteGroupBuilder Map(IEndpointRouteBuilder endpoints, string pattern, SessionDashboardOptions options)
    {
        var services = endpoints.ServiceProvider;
        if (services.GetService<ISessionDiagnostics>() is null)
        {
            throw new InvalidOperationException(
                "app.MapSessionDashboard() needs services.AddTypedSessions(). Call it, and choose an engine on the builder.");
        }

        if (services.GetService<IAntiforgery>() is null)
        {
            throw new InvalidOperationException(
                "app.MapSessionDashboard() needs the antiforgery services, which are not registered. Call services.AddAntiforgery().");
        }

        var logs = services.GetRequiredService<ILoggerFactory>();
        var values = ActivatorUtilities.CreateInstance<ValueReader>(services, options);
        var sessions = ActivatorUtilities.CreateInstance<SessionReader>(services, values);
        var overview = ActivatorUtilities.CreateInstance<OverviewReader>(services, StartHistory(services));
        var responses = new DashboardResponses(
            new PageRenderer(logs), services.GetRequiredService<IAntiforgery>(), logs.CreateLogger(TypedSessionsDiagnostics.LogCategory));
        var pages = new DashboardPages(overview, sessions, responses);
        var ends = ActivatorUtilities.CreateInstance<SessionEnds>(services, responses);

        var access = new DashboardAccess(
            services.GetRequiredService<IHostEnvironment>(), logs.CreateLogger(TypedSessionsDiagnostics.LogCategory), pattern);
        var group = endpoints.MapGroup(pattern);
        Get("", pages.ShowOverviewAsync);
        Get(DashboardPages.List, pages.ShowListAsync);
        Get(DashboardPages.User, pages.ShowUserAsync);
        Get(DashboardPages.Session, pages.ShowSessionAsync);
        Get(StyleSheet.Name, StyleSheet.WriteAsync);
        Post(SessionEnds.One, ends.EndAsync);
        Post(SessionEnds.All, ends.EndAllAsync);

        // The dashboard shows sessions and uses none.
        return group.WithMetadata(new DisableSessionAttribute()).ExcludeFromDescription();

        void Get(string name, RequestDelegate handler) => group.MapGet(name, context => RunAsync(context, handler));

        void Post(string name, RequestDelegate handler) => group.MapPost(name, context => RunAsync(context, handler));

        Task RunAsync(HttpContext context, RequestDelegate handler)
        {
            if (access.IsOpen(context))
            {
                return responses.RunAsync(context, handler);
            }

            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }
    }

    private static MetricsHistory StartHistory(IServiceProvider services)
    {
        var history = ActivatorUtilities.CreateInstance<MetricsHistory>(services);
        services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopped.Register(history.Dispose);
        return history;
    }
}
