using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TypedSessions.Storage;
using TypedSessions.Tests.Models;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Proof.Load;

/// <summary>
/// A site that uses sessions in every way that could leak resources, with changes in place, ends, failures, locks, streamed responses
/// and disconnecting visitors.
/// </summary>
internal sealed class LoadSite : IAsyncDisposable
{
    private const int MaxLines = 10;

    private readonly WebApplication _app;

    private LoadSite(WebApplication app, DirectServer server, ManualClock clock, CleanupWatch cleanup)
    {
        _app = app;
        Server = server;
        Clock = clock;
        Cleanup = cleanup;
    }

    public DirectServer Server { get; }

    public ManualClock Clock { get; }

    public CleanupWatch Cleanup { get; }

    public IServiceProvider Services => _app.Services;

    /// <summary>Starts the site.</summary>
    /// <param name="useEngine">Configures the engine.</param>
    /// <param name="leaks">Intentional leaks. Default: none.</param>
    public static async Task<LoadSite> StartAsync(Action<TypedSessionsBuilder> useEngine, IntentionalLeaks? leaks)
    {
        var server = new DirectServer();
        var clock = new ManualClock();
        var cleanup = new CleanupWatch();
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.Logging.ClearProviders().AddProvider(cleanup).SetMinimumLevel(LogLevel.Warning).AddFilter("TypedSessions", LogLevel.Debug);
        builder.Services.AddSingleton<IServer>(server);
        builder.Services.AddSingleton<TimeProvider>(clock);
        useEngine(builder.Services.AddTypedSessions(options =>
        {
            options.IdleTimeout = TimeSpan.FromMinutes(30);
            options.AbsoluteLifetime = TimeSpan.FromHours(6);
            options.Cleanup.Enabled = leaks is null;
        }).AddModel<LoadSession>());

        var app = builder.Build();
        if (leaks is not null)
        {
            app.Use((context, next) =>
            {
                leaks.Leak();
                return next(context);
            });
        }

        app.UseTypedSessions();
        MapPages(app);
        await app.StartAsync();
        return new LoadSite(app, server, clock, cleanup);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static void MapPages(WebApplication app)
    {
        app.MapGet("/page", () => "nothing of the session");
        app.MapGet("/read", (LoadSession session) => $"{session.Name} {session.Visits} {session.Lines.Count}");
        app.MapGet("/cart", (LoadSession session) =>
        {
            session.Lines.Add(new CartLine { Product = "hat", Count = ++session.Visits });
            session.Lines.RemoveRange(0, Math.Max(session.Lines.Count - MaxLines, 0));
        });
        app.MapGet("/login", (LoadSession session, string name) =>
        {
            session.Session.RegenerateId();
            session.Session.Owner = name;
            session.Name = name;
        });
        app.MapGet("/logout", (ISession session) => session.Abandon());
        app.MapGet("/short", (LoadSession session) =>
        {
            session.Visits++;
            session.Session.Expiry = SessionExpiry.Idle(TimeSpan.FromMinutes(5));
        });
        app.MapGet("/turn", (LoadSession session) => session.Visits++).WithMetadata(new LockSessionAttribute());
        MapFailures(app);
    }

    private static void MapFailures(WebApplication app)
    {
        app.MapGet("/throw", (LoadSession session) =>
        {
            session.Visits++;
            throw new InvalidOperationException("On purpose.");
        });
        app.MapGet("/error", (LoadSession session, HttpContext context) =>
        {
            session.Visits++;
            session.Session.RegenerateId();
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
        });
        app.MapGet("/leave", async (LoadSession session, HttpContext context) =>
        {
            session.Lines.Add(new CartLine());
            var left = new TaskCompletionSource();
            await using var registration = context.RequestAborted.Register(left.SetResult);
            await left.Task;
            context.RequestAborted.ThrowIfCancellationRequested();
        });
        app.MapGet("/stream", async (LoadSession session, HttpContext context) =>
        {
            await context.Response.WriteAsync($"{session.Visits}");
            await context.Response.Body.FlushAsync();
            if (!session.Session.IsNew && context.RequestServices.GetService<ISessionEngine>() is not null)
            {
                session.Visits++;
            }
        });
    }
}
