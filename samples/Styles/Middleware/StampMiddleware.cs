using Styles.Models;

namespace Styles.Middleware;

/// <summary>Middleware runs for every request, but few use the session, so it is loaded only here.</summary>
internal sealed class StampMiddleware(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context, PassportSession passport)
    {
        if (context.Request.Path != "/middleware")
        {
            await next(context);
            return;
        }

        await passport.Session.LoadAsync(context.RequestAborted);
        passport.Stamp(Style.Middleware);
        await context.Response.WriteAsJsonAsync(passport.Stamps, context.RequestAborted);
    }
}
