using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using TypedSessions.Http;
using TypedSessions.Sessions;

namespace TypedSessions.Integration.Accounts;

/// <summary>The endpoints with which users list and end their own sessions.</summary>
internal sealed class MySessionsEndpoints(
    SessionHttpServices services, ISessionManager manager, IDeviceDisplay display, IAntiforgery antiforgery)
{
    private const string Key = "key";

    /// <summary>Maps the endpoints.</summary>
    /// <exception cref="InvalidOperationException">A required service is missing.</exception>
    public static RouteGroupBuilder Map(IEndpointRouteBuilder endpoints, string pattern)
    {
        AccountRequirements.Check(endpoints.ServiceProvider, "app.MapMySessions()");
        if (endpoints.ServiceProvider.GetService<IAntiforgery>() is null)
        {
            throw new InvalidOperationException(
                "app.MapMySessions() needs the antiforgery services, which are not registered. Call services.AddAntiforgery().");
        }

        var handlers = ActivatorUtilities.CreateInstance<MySessionsEndpoints>(endpoints.ServiceProvider);
        var group = endpoints.MapGroup(pattern);
        group.MapGet("", handlers.ListAsync);
        group.MapDelete("/{key}", handlers.EndAsync);
        group.MapPost("/others", handlers.EndOthersAsync);

        // A JSON endpoint responds with 401 instead of a redirect to a page.
        return group.RequireAuthorization().DisableCookieRedirect();
    }

    private async Task ListAsync(HttpContext context)
    {
        var (session, owner) = await LoadAsync(context);
        var sessions = owner is null
            ? []
            : await manager.FindByOwnerAsync(owner, context.RequestAborted).ToListAsync(context.RequestAborted);
        context.Response.Headers.CacheControl = "no-store, private";
        await context.Response.WriteAsJsonAsync(
            sessions
                .OrderByDescending(static entry => entry.Record.SignedInAt ?? entry.Record.CreatedAt)
                .Select(entry => Describe(entry, session.Id))
                .ToArray(),
            MySessionsJson.Default.MySessionArray,
            cancellationToken: context.RequestAborted);
    }

    private async Task EndAsync(HttpContext context)
    {
        if (!await IsValidAsync(context))
        {
            return;
        }

        var (session, owner) = await LoadAsync(context);
        if (owner is null || !SessionKey.TryParse(context.Request.RouteValues[Key] as string, out var key))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        if (!session.IsNew && key.ToString() == session.Id)
        {
            session.SignOut();
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        context.Response.StatusCode = await manager.RemoveAsync(owner, key, context.RequestAborted)
            ? StatusCodes.Status204NoContent
            : StatusCodes.Status404NotFound;
    }

    private async Task EndOthersAsync(HttpContext context)
    {
        if (!await IsValidAsync(context))
        {
            return;
        }

        var (session, owner) = await LoadAsync(context);
        var ended = owner is null || !SessionKey.TryParse(session.Id, out var current)
            ? 0
            : await manager.RemoveOthersAsync(owner, current, context.RequestAborted);
        await context.Response.WriteAsJsonAsync(
            new EndedOthers(ended), MySessionsJson.Default.EndedOthers, cancellationToken: context.RequestAborted);
    }

    // The session's owner is the signed-in user. A user without a session, for example with a bearer token, may have other sessions.
    private async ValueTask<(Session Session, string? Owner)> LoadAsync(HttpContext context)
    {
        var session = RequestSession.GetOrInstall(context, services).InternalSession;
        await session.LoadAsync(context.RequestAborted);
        return (session, session.Owner ?? services.Options.SignIn.GetNormalizedOwner(context.User));
    }

    private async ValueTask<bool> IsValidAsync(HttpContext context)
    {
        var isValid = await antiforgery.IsRequestValidAsync(context);
        context.Response.StatusCode = isValid ? context.Response.StatusCode : StatusCodes.Status400BadRequest;
        return isValid;
    }

    private MySession Describe(SessionRecordEntry entry, string current)
    {
        var (key, device) = (entry.Key.ToString(), entry.Record.Device);
        return new MySession(
            key,
            key == current,
            entry.Record.SignedInAt,
            entry.Record.LastSeenAt,
            new MyDevice(display.GetText(device), device?.Label, device?.UserAgent, device?.SignInAddress, device?.LastAddress));
    }
}
