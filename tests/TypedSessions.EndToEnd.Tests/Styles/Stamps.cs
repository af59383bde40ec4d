using System.Net;
using System.Text.Json;

namespace TypedSessions.EndToEnd.Tests.Styles;

/// <summary>The stamps of a visitor, as the API returns them.</summary>
internal static class Stamps
{
    /// <summary>The styles that need no connection with their paths, in the order of the start page.</summary>
    public static IReadOnlyList<(string Style, string Path)> OfRequests { get; } =
    [
        ("Minimal API", "/api/handler"),
        ("Endpoint filter", "/api/filter"),
        ("Route group", "/group/here"),
        ("Middleware", "/middleware"),
        ("Controller", "/stamps/constructor"),
        ("Action", "/stamps/action"),
        ("View component", "/stamps/view-component"),
        ("View", "/stamps/view"),
        ("Page model", "/pages/constructor"),
        ("Page handler", "/pages/handler"),
        ("Razor Page", "/pages/inject"),
        ("Component", "/component"),
    ];

    public static async Task<Dictionary<string, int>> OfAsync(Visitor visitor)
    {
        var reply = await visitor.GetAsync("/api/stamps");
        Assert.True(reply.Status == HttpStatusCode.OK, $"{reply.Status}: {reply.Html}");
        return JsonSerializer.Deserialize<Dictionary<string, int>>(reply.Html)!;
    }
}
