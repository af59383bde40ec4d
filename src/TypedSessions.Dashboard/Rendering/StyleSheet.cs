using System.Security.Cryptography;

namespace TypedSessions.Dashboard.Rendering;

/// <summary>The style sheet of all pages, at an address that changes with its content.</summary>
internal static class StyleSheet
{
    private const int HashLength = 12;

    private static readonly byte[] Content = Read();

    /// <summary>Gets the last segment of its address.</summary>
    public static string Name { get; } = $"dashboard.{Convert.ToHexStringLower(SHA256.HashData(Content))[..HashLength]}.css";

    public static async Task WriteAsync(HttpContext context)
    {
        context.Response.ContentType = "text/css; charset=utf-8";
        context.Response.ContentLength = Content.Length;
        context.Response.Headers.CacheControl = "private, max-age=31536000, immutable";
        await context.Response.Body.WriteAsync(Content, context.RequestAborted);
    }

    private static byte[] Read()
    {
        using var resource = typeof(StyleSheet).Assembly.GetManifestResourceStream("dashboard.css")!;
        var content = new byte[resource.Length];
        resource.ReadExactly(content);
        return content;
    }
}
