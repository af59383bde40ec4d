using System.Net.Mime;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace TypedSessions.Http;

/// <summary>Writes the body of a 503: problem details for API clients, a sentence for browsers.</summary>
internal static class UnavailableBody
{
    private const string Detail = "The session store is unavailable. Try again in a few seconds.";

    private const string Problem = $$"""
        {"type":"https://tools.ietf.org/html/rfc9110#section-15.6.4","title":"Service Unavailable","status":503,"detail":"{{Detail}}"}
        """;

    public static Task WriteAsync(HttpContext context)
    {
        // Leaves the body to the application's own page for the status.
        if (context.Features.Get<IStatusCodePagesFeature>() is { Enabled: true })
        {
            return Task.CompletedTask;
        }

        return context.RequestServices.GetService<IProblemDetailsService>() is { } service
            ? WriteByServiceAsync(service, context)
            : WriteTextAsync(context);
    }

    private static async Task WriteByServiceAsync(IProblemDetailsService service, HttpContext context)
    {
        if (!await service.TryWriteAsync(new() { HttpContext = context, ProblemDetails = { Detail = Detail } }))
        {
            await WriteTextAsync(context);
        }
    }

    private static Task WriteTextAsync(HttpContext context)
    {
        var isApi = context.Request.Headers.Accept.ToString().Contains("json", StringComparison.OrdinalIgnoreCase);
        context.Response.ContentType = isApi ? MediaTypeNames.Application.ProblemJson : $"{MediaTypeNames.Text.Plain}; charset=utf-8";
        return context.Response.WriteAsync(isApi ? Problem : Detail);
    }
}
