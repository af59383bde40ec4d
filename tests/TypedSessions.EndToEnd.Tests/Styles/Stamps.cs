using System.Net;
using System.Text.Json;

namespace TypedSessions.EndToEnd.Tests.Styles;

/// <summary>A visitor's stamps, as the site's API returns them.</summary>
internal static class Stamps
{
    /// <summary>The styles that a request can use, with where they are, in the order of the start page.</summary>
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
