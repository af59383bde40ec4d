using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Migration.Site;

/// <summary>The part of the application that is a minimal API.</summary>
public static class VisitApi
{
    private const string Visits = "visits";

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/visits", Count);
        app.MapGet("/visits", (HttpContext context) => context.Session.GetInt32(Visits) ?? 0);
        app.MapDelete("/visits", (HttpContext context) => context.Session.Remove(Visits));
        app.MapGet("/keys", (HttpContext context) => string.Join(' ', context.Session.Keys.Order(StringComparer.Ordinal)));
        app.MapPost("/image", KeepImageAsync);
        app.MapGet(
            "/image", (HttpContext context) => context.Session.TryGetValue("image", out var bytes) ? Convert.ToHexString(bytes) : "none");
    }

    private static int Count(HttpContext context)
    {
        var visits = (context.Session.GetInt32(Visits) ?? 0) + 1;
        context.Session.SetInt32(Visits, visits);
        return visits;
    }

    // Loads and commits explicitly.
    private static async Task KeepImageAsync(HttpContext context)
    {
        await context.Session.LoadAsync(context.RequestAborted);
        using var bytes = new MemoryStream();
        await context.Request.Body.CopyToAsync(bytes, context.RequestAborted);
        context.Session.Set("image", bytes.ToArray());
        await context.Session.CommitAsync(context.RequestAborted);
    }
}
