using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Http;

/// <summary>Sessions over HTTP/2, for which Kestrel has another implementation of responses.</summary>
public sealed class HttpVersionTests
{
    [Fact]
    public async Task The_session_works_over_HTTP_2()
    {
        await using var site = await TestSite.StartAsync(
            app =>
            {
                app.MapGet("/set", (ISession session) => session.SetString("name", "ada"));
                app.MapGet("/get", (ISession session) => session.GetString("name"));
            },
            services: (services, _) => services.Configure<KestrelServerOptions>(
                kestrel => kestrel.ConfigureEndpointDefaults(static endpoint => endpoint.Protocols = HttpProtocols.Http2)));
        using var client = new HttpClient(new SocketsHttpHandler { UseCookies = false })
        {
            BaseAddress = site.Address,
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };

        using var response = await client.GetAsync("/set");
        var cookie = Assert.Single(response.SetCookies());
        client.DefaultRequestHeaders.Add(HeaderNames.Cookie, $"{cookie.Name}={cookie.Value}");

        Assert.Equal("ada", await client.GetStringAsync("/get"));
        Assert.True(response.Headers.CacheControl is { Private: true });
        Assert.Contains(HeaderNames.Cookie, response.Headers.Vary);
    }
}
