using System.Net;
using System.Net.Sockets;
using System.Text;

namespace TypedSessions.EndToEnd.Tests;

/// <summary>Sends requests as bytes on a socket, because HTTP clients refuse to send malformed headers.</summary>
internal static class RawRequest
{
    private const string SetCookie = "Set-Cookie: ";

    /// <summary>Requests a page with the given Cookie headers. HTTP/1.0 avoids a chunked body.</summary>
    public static async Task<Reply> GetAsync(TutorialSite site, string path, params string[] cookieHeaders)
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var client = new TcpClient();
        await client.ConnectAsync(site.Address.Host, site.Address.Port, cancellation);
        await using var stream = client.GetStream();

        var headers = string.Concat(cookieHeaders.Select(value => $"Cookie: {value}\r\n"));
        var request = $"GET {path} HTTP/1.0\r\nHost: {site.Address.Authority}\r\n{headers}\r\n";
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request), cancellation);

        using var reader = new StreamReader(stream, Encoding.UTF8);
        return Parse(await reader.ReadToEndAsync(cancellation));
    }

    private static Reply Parse(string response)
    {
        var end = response.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var head = response[..end].Split("\r\n");
        return new Reply(
            Enum.Parse<HttpStatusCode>(head[0].Split(' ')[1]),
            response[(end + 4)..],
            [.. head.Where(line => line.StartsWith(SetCookie, StringComparison.OrdinalIgnoreCase))
                .Select(line => line[SetCookie.Length..])]);
    }
}
