// Two tenants in one program: each has its own pipeline, one with typed sessions, one with ASP.NET Core's own, and one with none.
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddTypedSessions().UseMemory().AddModel<TenantSession>();
var app = builder.Build();

app.Use(async (context, next) =>
{
    // Looks like the session's, and is the tenant's own.
    var tenant = new Tenant { Session = context.Request.Host.Host };
    context.Items["tenant"] = tenant.Session;
    await next(context);
});

app.MapWhen(context => context.Items["tenant"] is "a", a =>
{
    a.UseRouting();
    a.UseTypedSessions();
    a.UseEndpoints(endpoints => endpoints.MapGet("/", (TenantSession session) => ++session.Visits));
});

app.MapWhen(context => context.Items["tenant"] is "static", b => b.UseStaticFiles());

ConfigureRest(app);
app.Run();

static void ConfigureRest(IApplicationBuilder app)
{
    app.UseTypedSessions();
    app.Run(async context =>
    {
        context.Session.SetInt32("rest", 1);
        await context.Response.WriteAsync("rest");
    });
}

[SessionModel]
public partial class TenantSession
{
    [SessionProperty(Merge = SessionMerge.Sum)] public partial int Visits { get; set; }
}

internal sealed class Tenant
{
    public string Session { get; init; } = "";
}
