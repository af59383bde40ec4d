using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;
using TypedSessions.Dashboard.Pages;
using TypedSessions.Dashboard.Rendering;
using TypedSessions.Dashboard.Views;

namespace TypedSessions.Dashboard.Endpoints;

/// <summary>Writes content as a page or as JSON, whichever the client prefers.</summary>
internal sealed partial class DashboardResponses(PageRenderer renderer, IAntiforgery antiforgery, ILogger log)
{
    private const string Json = "application/json";
    private const string Html = "text/html";

    /// <summary>Runs a handler. A failure of the engine is answered with 503, and an unsupported operation with 501.</summary>
    public async Task RunAsync(HttpContext context, RequestDelegate handler)
    {
        PageHeaders.Set(context);
        try
        {
            await handler(context);
        }
        catch (SessionEngineException exception) when (!context.Response.HasStarted)
        {
            EngineFailed(log, exception);
            await WriteMessageAsync(
                context,
                StatusCodes.Status503ServiceUnavailable,
                "The session engine does not respond",
                "The sessions could not be read or ended. The log has the details.");
        }
        catch (NotSupportedException exception) when (!context.Response.HasStarted)
        {
            await WriteMessageAsync(
                context, StatusCodes.Status501NotImplemented, "The session engine cannot do that", exception.Message);
        }
    }

    /// <summary>Writes the content of a page.</summary>
    /// <typeparam name="TPage">The component of the page.</typeparam>
    /// <typeparam name="TView">The type of its content.</typeparam>
    /// <param name="context">The request.</param>
    /// <param name="title">The title of the page.</param>
    /// <param name="view">The content.</param>
    /// <param name="json">Writes the content as JSON.</param>
    /// <param name="hasForms">Whether the page has forms that end sessions.</param>
    public Task WriteAsync<TPage, TView>(
        HttpContext context, string title, TView view, JsonTypeInfo<TView> json, bool hasForms = false)
        where TPage : IComponent
        where TView : class
    {
        if (PrefersJson(context))
        {
            return context.Response.WriteAsJsonAsync(view, json, cancellationToken: context.RequestAborted);
        }

        var tokens = hasForms ? antiforgery.GetAndStoreTokens(context) : null;
        PageHeaders.SetCaching(context);
        var ended = int.TryParse(context.Request.Query["ended"], out var count) ? count : (int?)null;
        var page = context.Request.Path.Value?.Split('/')[^1] ?? "";
        return renderer.WriteAsync<TPage, TView>(context, new PageContext(title, page, ended, tokens), view);
    }

    /// <summary>Writes a message.</summary>
    public Task WriteMessageAsync(HttpContext context, int statusCode, string title, string message)
    {
        context.Response.StatusCode = statusCode;
        return WriteAsync<MessagePage, MessageView>(
            context, title, new MessageView(title, message), DashboardJson.Default.MessageView);
    }

    /// <summary>Writes the number of ended sessions: as JSON, or by a redirect to the page of the form.</summary>
    /// <param name="context">The request.</param>
    /// <param name="ended">How many sessions were ended.</param>
    /// <param name="page">The address of the page, with a query.</param>
    public Task WriteEndedAsync(HttpContext context, int ended, string page)
    {
        if (PrefersJson(context))
        {
            return context.Response.WriteAsJsonAsync(
                new EndedView(ended), DashboardJson.Default.EndedView, cancellationToken: context.RequestAborted);
        }

        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = FormattableString.Invariant($"{page}ended={ended}");
        return Task.CompletedTask;
    }

    /// <summary>Validates the antiforgery token. Responds with 400 if it is invalid.</summary>
    public async ValueTask<bool> IsValidAsync(HttpContext context)
    {
        if (await antiforgery.IsRequestValidAsync(context))
        {
            return true;
        }

        await WriteMessageAsync(
            context,
            StatusCodes.Status400BadRequest,
            "The form is no longer valid",
            "Nothing was ended. Open the page again, and repeat what you did there.");
        return false;
    }

    private static bool PrefersJson(HttpContext context)
    {
        var accepted = context.Request.GetTypedHeaders().Accept;
        return GetQuality(accepted, Json) > GetQuality(accepted, Html);
    }

    private static double GetQuality(IList<MediaTypeHeaderValue> accepted, string type)
        => accepted.Where(range => range.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase))
            .Select(static range => range.Quality ?? 1)
            .DefaultIfEmpty(0)
            .Max();

    [LoggerMessage(63, LogLevel.Error, "The session engine failed, so the dashboard responds with 503.")]
    private static partial void EngineFailed(ILogger log, Exception exception);
}
