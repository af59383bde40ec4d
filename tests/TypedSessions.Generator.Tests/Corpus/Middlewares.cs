// Middleware in all its shapes, in an order that works.
namespace Pipeline;

[SessionModel]
public partial class TraceSession
{
    [SessionProperty(Merge = SessionMerge.Sum)] public partial int Requests { get; set; }

    [SessionProperty] public partial string? LastPath { get; set; }
}

/// <summary>By convention: the model comes with the request.</summary>
public sealed class TraceMiddleware(RequestDelegate next, ILogger<TraceMiddleware> log)
{
    public async Task InvokeAsync(HttpContext context, TraceSession trace)
    {
        trace.Requests++;
        trace.LastPath = context.Request.Path;
        log.LogInformation("Request {Number}", trace.Requests);
        await next(context);
    }
}

/// <summary>From the services: one per request.</summary>
public sealed class LanguageMiddleware(TraceSession trace) : IMiddleware
{
    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        context.Response.Headers["X-Requests"] = trace.Requests.ToString();
        return next(context);
    }
}

/// <summary>Knows no session.</summary>
public sealed class TimingMiddleware(RequestDelegate next, TimeProvider clock)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var start = clock.GetTimestamp();
        await next(context);
        Console.WriteLine(clock.GetElapsedTime(start));
    }
}

/// <summary>Uses the session only on the way back, when everything inside of it has run.</summary>
public sealed class ErrorPageMiddleware(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (InvalidOperationException) when (!context.Response.HasStarted)
        {
            context.Response.StatusCode = 500;
            await context.Response.WriteAsync("Sorry");
        }
    }
}

public static class PipelineExtensions
{
    public static WebApplication UsePipeline(this WebApplication app)
    {
        app.UseMiddleware<TimingMiddleware>();
        app.UseMiddleware<ErrorPageMiddleware>();
        app.MapGet("/early", (TraceSession trace) => trace.Requests);
        app.UseResponseCaching();
        app.UseOutputCache();
        app.UseRouting();
        app.UseTypedSessions();
        app.UseMiddleware<TraceMiddleware>();
        app.UseMiddleware<LanguageMiddleware>();
        app.Use(static async (context, next) =>
        {
            await context.Session.LoadAsync(context.RequestAborted);
            if (context.Session.Contains("banned"))
            {
                context.Response.StatusCode = StatusCodes.Status403Forbidden;
                return;
            }

            await next(context);
        });
        app.UseWhen(
            static context => context.Request.Path.StartsWithSegments("/admin"),
            static branch => branch.Use(static (context, next) => context.Session.IsAvailable ? next(context) : Task.CompletedTask));
        app.Map("/status", static branch => branch.Run(static context => context.Response.WriteAsync(context.Session.Id)));
        return app;
    }

    public static IApplicationBuilder UseBranches(this IApplicationBuilder app)
        => app.MapWhen(
            static context => context.Request.Host.Host == "shop.example",
            static shop => shop.UseTypedSessions().UseMiddleware<TraceMiddleware>());
}
