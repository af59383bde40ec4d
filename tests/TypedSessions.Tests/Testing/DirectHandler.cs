using System.Net;
using Microsoft.AspNetCore.Http.Features;

namespace TypedSessions.Tests.Testing;

/// <summary>Sends the requests of an <see cref="HttpClient"/> to a <see cref="DirectServer"/>.</summary>
internal sealed class DirectHandler(DirectServer server) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, CancellationToken cancellationToken)
    {
        var address = message.RequestUri!;
        var request = new HttpRequestFeature
        {
            Method = message.Method.Method,
            Scheme = address.Scheme,
            Protocol = "HTTP/1.1",
            Path = Uri.UnescapeDataString(address.AbsolutePath),
            QueryString = address.Query,
        };
        foreach (var (name, values) in message.Headers)
        {
            request.Headers[name] = values.ToArray();
        }

        if (message.Content is { } content)
        {
            request.Body = await content.ReadAsStreamAsync(cancellationToken);
            request.Headers.ContentType = content.Headers.ContentType?.ToString();
        }

        request.Headers.Host = address.Authority;
        var sent = await server.SendAsync(request, cancellationToken);
        var response = new HttpResponseMessage((HttpStatusCode)sent.StatusCode) { Content = new ByteArrayContent(sent.Written.ToArray()) };
        foreach (var (name, values) in sent.Headers)
        {
            response.Headers.TryAddWithoutValidation(name, values.AsEnumerable());
        }

        return response;
    }
}
