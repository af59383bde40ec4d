using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TypedSessions.Tests.Proof.Promises.Recording;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Proof.Promises.Workload;

/// <summary>A node with the real pipeline, whose handlers are passed with each request.</summary>
internal sealed class Site : IAsyncDisposable
{
    public const string CookieName = "__Host-session";

    public const string Plain = "/";
    public const string Preloaded = "/preloaded";
    public const string NoTouch = "/no-touch";

    private readonly WebApplication _app;
    private readonly DirectServer _server;

    private Site(WebApplication app, DirectServer server, bool reportsGone)
    {
        _app = app;
        _server = server;
        ReportsGone = reportsGone;
        Sessions = app.Services.GetRequiredService<ISessionManager>();
    }

    public ISessionManager Sessions { get; }

    /// <summary>Whether a request whose session ends while it runs gets the status 400.</summary>
    public bool ReportsGone { get; }

    public static async Task<Site> StartAsync(
        TimeProvider timeProvider, Action<TypedSessionsBuilder> useEngine, bool reportsGone, bool hasOtherOptions)
    {
        var server = new DirectServer();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.Logging.ClearProviders();
        builder.Services.AddRouting();
        builder.Services.AddSingleton<IServer>(server);
        builder.Services.AddSingleton(timeProvider);
        useEngine(builder.Services.AddTypedSessions(options =>
        {
            options.IdleTimeout = Expectations.IdleTimeout;
            options.AbsoluteLifetime = Expectations.AbsoluteLifetime;
            options.RotationGrace = Expectations.RotationGrace;
            options.RejectWhenGone = reportsGone;
            options.ExpireWithBrowser = hasOtherOptions;
            options.RenewOnEveryRequest = hasOtherOptions;
            options.SaveOnServerError = hasOtherOptions;
            options.Cleanup.Enabled = false;

            // Clients advance the clock while others wait for the engine.
            options.EngineTimeout = TimeSpan.FromDays(1);
        }).AddModel<Notebook>());

        var app = builder.Build();
        app.UseTypedSessions();
        app.MapPost(Plain, HandleAsync);
        app.MapPost(Preloaded, HandleAsync).WithMetadata(new PreloadSessionAttribute());
        app.MapPost(NoTouch, HandleAsync).WithMetadata(new NoTouchSessionAttribute());
        await app.StartAsync();
        return new Site(app, server, reportsGone);
    }

    /// <summary>Sends a request.</summary>
    /// <param name="path">The endpoint, whose metadata shows how it uses the session.</param>
    /// <param name="tokens">The values of the session cookies.</param>
    /// <param name="handleAsync">The code of the endpoint.</param>
    public Task<DirectResponse> SendAsync(string path, IReadOnlyList<string> tokens, RequestDelegate handleAsync)
    {
        var request = new Request(handleAsync)
        {
            Method = "POST",
            Scheme = "https",
            Protocol = "HTTP/1.1",
            Path = path,
        };
        request.Headers.Host = "localhost";
        if (tokens.Count > 0)
        {
            request.Headers.Cookie = string.Join("; ", tokens.Select(static token => $"{CookieName}={token}"));
        }

        return _server.SendAsync(request);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static Task HandleAsync(HttpContext context)
        => ((Request)context.Features.GetRequiredFeature<IHttpRequestFeature>()).Handler(context);

    private sealed class Request(RequestDelegate handler) : HttpRequestFeature
    {
        public RequestDelegate Handler => handler;
    }
}
