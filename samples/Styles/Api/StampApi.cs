using Styles.Models;

namespace Styles.Api;

/// <summary>Minimal API endpoints.</summary>
internal static class StampApi
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/api/handler", (PassportSession passport) =>
        {
            passport.Stamp(Style.Handler);
            return passport.Stamps;
        });

        app.MapGet("/api/filter", (PassportSession passport) => passport.Stamps).AddEndpointFilter<StampFilter>();

        // Nothing in the signature announces the session, so the metadata does.
        var group = app.MapGroup("/group").PreloadSession();
        group.AddEndpointFilter(async (context, next) =>
        {
            context.HttpContext.RequestServices.GetRequiredService<PassportSession>().Stamp(Style.Group);
            return await next(context);
        });
        group.MapGet("/here", (HttpContext context) => context.RequestServices.GetRequiredService<PassportSession>().Stamps);

        app.MapGet("/api/stamps", (PassportSession passport) => passport.Stamps).ReadOnlySession();

        app.MapGet("/api/message", (PassportSession passport) => passport.Message ?? "");

        app.MapPost("/check", (PassportSession passport, string returnUrl) =>
        {
            passport.Message = "Your passport was checked.";
            return Results.LocalRedirect(returnUrl);
        });

        app.MapPost("/leave", (ISession session) =>
        {
            session.Abandon();
            return Results.LocalRedirect("/");
        });
    }
}
