using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;
using TypedSessions.Tests.Testing;

namespace TypedSessions.EndToEnd.Tests.OpenIdConnect;

/// <summary>A shop and its OpenID Connect provider on two registrable domains, over HTTPS, which their cookies need.</summary>
internal sealed class OpenIdShop : IAsyncDisposable
{
    private const string Provider = "provider", CallbackPath = "/signin-oidc";

    private readonly X509Certificate2 _certificate = CreateCertificate();
    private readonly OpenIdProvider _openId = new();
    private readonly ConcurrentQueue<IHeaderDictionary> _callbacks = new();
    private WebApplication? _provider;
    private WebApplication? _shop;

    /// <summary>Gets the shop's address.</summary>
    public Uri Address => new($"https://www.{Chromium.Domain}:{GetPort(_shop!)}/");

    /// <summary>Gets the headers of the form posts from the provider to the shop.</summary>
    public IReadOnlyCollection<IHeaderDictionary> Callbacks => _callbacks;

    /// <summary>Starts both.</summary>
    public static async Task<OpenIdShop> StartAsync(bool keepsTickets)
    {
        var shop = new OpenIdShop();
        shop._provider = await shop.StartAsync(static _ => { }, shop._openId.Map);
        shop._shop = await shop.StartAsync(services => shop.AddLogin(services, keepsTickets), shop.Map);
        return shop;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var site in new[] { _shop, _provider })
        {
            if (site is not null)
            {
                await site.DisposeAsync();
            }
        }

        _openId.Dispose();
        _certificate.Dispose();
    }

    private async Task<WebApplication> StartAsync(Action<IServiceCollection> services, Action<WebApplication> pipeline)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(_certificate)));
        builder.Logging.ClearProviders();
        services(builder.Services);
        var site = builder.Build();
        pipeline(site);
        await site.StartAsync();
        return site;
    }

    private void AddLogin(IServiceCollection services, bool keepsTickets)
    {
        var sessions = services.AddTypedSessions().UseMemory();
        _ = keepsTickets ? sessions.KeepTicketsInSession() : sessions;
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        var authentication = services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie();
        OpenIdProvider.AddTo(authentication, Provider, $"https://id.{Chromium.OtherDomain}:{GetPort(_provider!)}", ReachProvider());
    }

    private void Map(WebApplication shop)
    {
        shop.Use((context, next) =>
        {
            if (context.Request.Path == CallbackPath)
            {
                var headers = new Dictionary<string, StringValues>(context.Request.Headers, StringComparer.OrdinalIgnoreCase);
                _callbacks.Enqueue(new HeaderDictionary(headers));
            }

            return next(context);
        });
        shop.UseTypedSessions();
        shop.UseAuthentication();
        shop.MapGet("/", Show);
        shop.MapGet("/welcome", Show);
        shop.MapGet("/add/{item}", (string item, ISession session) => session.SetString("cart", item));
        shop.MapGet(
            "/login/{name}", (string name, HttpContext context) => OpenIdProvider.ChallengeAsync(context, Provider, name, "/welcome"));
        shop.MapGet("/logout", (HttpContext context) => context.SignOutAsync());
    }

    private static IResult Show(HttpContext context, ISession session) => Results.Content(
        $"""
        <!DOCTYPE html>
        <title>Shop</title>
        <p id="user">{HttpUtility.HtmlEncode(context.User.Identity?.Name ?? "nobody")}</p>
        <p id="cart">{HttpUtility.HtmlEncode(session.GetString("cart") ?? "nothing")}</p>
        <a href="/login/ada">ada</a> <a href="/login/bob">bob</a>
        """,
        "text/html");

    // All domains of these tests resolve to this machine.
    private SocketsHttpHandler ReachProvider() => new()
    {
        SslOptions =
        {
            RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate?.GetCertHashString() == _certificate.Thumbprint,
        },
        ConnectCallback = static async (context, cancellation) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        },
    };

    private static int GetPort(WebApplication site) => new Uri(site.Urls.First()).Port;

    private static X509Certificate2 CreateCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=test", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName($"*.{Chromium.Domain}");
        names.AddDnsName($"*.{Chromium.OtherDomain}");
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
