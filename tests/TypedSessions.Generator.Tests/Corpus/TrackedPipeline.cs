// A bundle of middlewares in the right order, branches, and terminal handlers.
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddTypedSessions().UseMemory().AddModel<TrackSession>();
builder.Services.AddScoped<Tracker>();
var app = builder.Build();
app.UseHttpsRedirection();
app.Use(async (context, next) =>
{
    context.Response.Headers["X-Frame-Options"] = "DENY";
    await next();
});
app.UseTypedSessions();
app.UseWhen(c => c.Request.Path.StartsWithSegments("/shop"), shop => shop.Use(async (context, next) =>
{
    context.RequestServices.GetRequiredService<Tracker>().Track(context.Request.Path);
    await next(context);
}));
app.Map("/health", health => health.Run(c => c.Response.WriteAsync("ok")));
app.MapWhen(c => c.Request.Query.ContainsKey("reset"), reset => reset.Run(async c =>
{
    c.Session.Clear();
    c.Response.Redirect("/");
    await c.Response.CompleteAsync();
}));
app.MapGet("/track", (TrackSession track) => track.Paths);
app.MapGet("/greet", async (HttpContext context, TrackSession track) =>
{
    if (track.Greeted)
    {
        await context.Response.WriteAsync("Welcome back");
    }
    else
    {
        track.Greeted = true;
        await context.Response.WriteAsync("Welcome");
    }
});
app.MapGet("/bye", async (HttpContext context, TrackSession track) =>
{
    await context.Response.WriteAsJsonAsync(new { bye = true });
    {|TSES040:context.Session.Abandon()|};
});
await app.RunAsync();

public sealed class Tracker(TrackSession session)
{
    public void Track(string path)
    {
        session.Paths.Add(path);
        if (session.Paths.Count > 20)
        {
            session.Paths.RemoveAt(0);
        }
    }
}

[SessionModel(Prefix = "track.")]
public partial class TrackSession
{
    [SessionProperty] public partial List<string> Paths { get; set; }
    [SessionProperty] public partial bool Greeted { get; set; }
}
