using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TypedSessions.Benchmarks.Servers;

namespace TypedSessions.Benchmarks.Promises;

/// <summary>A site on Kestrel in this process, with handlers that are the same for every session library.</summary>
internal sealed class LiveSite : IAsyncDisposable
{
    private static readonly TimeSpan WorkTime = TimeSpan.FromMilliseconds(5);

    private readonly WebApplication _app;

    private LiveSite(WebApplication app)
    {
        _app = app;
        Address = new Uri(app.Urls.First());
    }

    public Uri Address { get; }

    /// <summary>Starts a site.</summary>
    /// <param name="peer">The session library.</param>
    /// <param name="configureStore">Configures where the sessions are stored.</param>
    public static async Task<LiveSite> StartAsync(Peer peer, Action<IServiceCollection> configureStore)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddDataProtection().SetApplicationName("benchmark").UseEphemeralDataProtectionProvider();
        configureStore(builder.Services);
        if (peer is Peer.Stock)
        {
            builder.Services.AddSession();
        }

        var app = builder.Build();
        app.UseRouting();
        _ = peer is Peer.Stock ? app.UseSession() : app.UseTypedSessions();
        Map(app);
        await app.StartAsync();
        return new LiveSite(app);
    }

    /// <summary>Creates a client with its own connections and without a cookie container.</summary>
    public HttpClient CreateClient()
        => new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = Address };

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static void Map(WebApplication app)
    {
        app.MapGet("/untouched", (HttpContext _) => { });
        app.MapGet("/read/{key}", ReadAsync).PreloadSession();
        app.MapGet("/set/{key}/{value:int}", SetAsync).PreloadSession();
        app.MapGet("/work/{key}/{value:int}", WorkAsync).PreloadSession();
        app.MapGet("/redirect/{value:int}", RedirectAsync).PreloadSession();
    }

    private static async Task ReadAsync(HttpContext context, string key)
    {
        await context.Session.LoadAsync();
        context.Response.Headers["X-Value"] = $"{context.Session.GetInt32(key)}";
    }

    private static async Task SetAsync(HttpContext context, string key, int value)
    {
        await context.Session.LoadAsync();
        context.Session.SetInt32(key, value);
    }

    private static async Task WorkAsync(HttpContext context, string key, int value)
    {
        await context.Session.LoadAsync();
        using var work = new PeriodicTimer(WorkTime);
        await work.WaitForNextTickAsync();
        context.Session.SetInt32(key, value);
    }

    private static async Task RedirectAsync(HttpContext context, int value)
    {
        await context.Session.LoadAsync();
        context.Session.SetInt32("value", value);
        context.Response.Redirect("/read/value");
        await context.Response.WriteAsync("<p>See <a href=\"/read/value\">the value</a>.</p>");
    }
}
