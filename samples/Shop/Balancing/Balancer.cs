using System.Net;

namespace Shop.Balancing;

/// <summary>
/// One address in front of several nodes: each request goes to the next of them, and past one that does
/// not answer. To show that a session lives on all nodes; a site has a real one, such as nginx or YARP.
/// </summary>
internal sealed class Balancer(IReadOnlyList<int> ports, HttpMessageInvoker client)
{
    // Headers of a connection, which is not the same on both sides.
    private static readonly HashSet<string> OfTheConnection = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Keep-Alive", "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade",
    };

    private uint _turn;

    public static async Task RunAsync(IReadOnlyList<int> ports, string[] args)
    {
        var builder = WebApplication.CreateEmptyBuilder(new() { Args = args });
        builder.Configuration.AddCommandLine(args);
        builder.WebHost.UseKestrelCore();
        builder.Logging.AddConsole().AddFilter("Microsoft.AspNetCore", LogLevel.Warning);

        using var client = new HttpMessageInvoker(new SocketsHttpHandler
        {
            UseCookies = false,
            UseProxy = false,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = TimeSpan.FromSeconds(2),
        });
        await using var app = builder.Build();
        app.Run(new Balancer(ports, client).ForwardAsync);
        await app.RunAsync();
    }

    private async Task ForwardAsync(HttpContext context)
    {
        var turn = Interlocked.Increment(ref _turn);
        for (var attempt = 0u; attempt < ports.Count; attempt++)
        {
            try
            {
                using var request = Request(context.Request, ports[(int)((turn + attempt) % ports.Count)]);
                using var response = await client.SendAsync(request, context.RequestAborted);
                await AnswerAsync(context, response);
                return;
            }
            catch (HttpRequestException trouble) when (trouble.HttpRequestError == HttpRequestError.ConnectionError)
            {
                // Nothing has been sent, so the next node may have it.
            }
        }

        context.Response.StatusCode = StatusCodes.Status502BadGateway;
    }

    private static HttpRequestMessage Request(HttpRequest from, int port)
    {
        var request = new HttpRequestMessage(
            new HttpMethod(from.Method), $"http://127.0.0.1:{port}{from.Path.ToUriComponent()}{from.QueryString}");
        if (from.ContentLength > 0 || from.Headers.TransferEncoding.Count > 0)
        {
            request.Content = new StreamContent(from.Body);
        }

        foreach (var (name, values) in from.Headers.Where(header => !OfTheConnection.Contains(header.Key)))
        {
            if (!request.Headers.TryAddWithoutValidation(name, values.AsEnumerable()))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, values.AsEnumerable());
            }
        }

        return request;
    }

    private static Task AnswerAsync(HttpContext context, HttpResponseMessage response)
    {
        context.Response.StatusCode = (int)response.StatusCode;
        foreach (var (name, values) in response.Headers.Concat(response.Content.Headers).Where(header => !OfTheConnection.Contains(header.Key)))
        {
            context.Response.Headers[name] = values.ToArray();
        }

        return response.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }
}
