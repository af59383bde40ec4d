// A Startup class while it is typed.
public class Startup
{
    public Startup(IConfiguration

    public void ConfigureServices(IServiceCollection services)
    {
        services.AddTypedSessions(o => { o.Cookie = new(); o.Cookie.SameSite = SameSiteMode. ; o.Cookie.HttpOnly = !; })
            .UseDatabase(, "x")
            .AddModel<Cart.>()
        services.Configure<TypedSessionsOptions>(o => o.Cookie.SecurePolicy
    }

    public void Configure(IApplicationBuilder app
    {
        app.UseMiddleware<>();
        app.UseMiddleware<Counter(>();
        app.UseMiddleware(typeof();
        app.UseWhen(context => context.Session., branch => branch.UseTypedSessions()
        app.UseEndpoints(e => e.MapGet("/", c => c.Session.
        app.UseTypedSessions()..UseSession();
        if (
