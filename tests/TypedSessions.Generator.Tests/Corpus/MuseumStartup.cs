// Startup class with the session too late and an insecure cookie.
namespace Museum;

public class Program
{
    public static void Main(string[] args) => CreateHostBuilder(args).Build().Run();

    public static IHostBuilder CreateHostBuilder(string[] args)
        => Host.CreateDefaultBuilder(args).ConfigureWebHostDefaults(web => web.UseStartup<Startup>());
}

public class Startup(IConfiguration configuration)
{
    public IConfiguration Configuration { get; } = configuration;

    public void ConfigureServices(IServiceCollection services)
    {
        services.AddControllersWithViews();
        services.AddTypedSessions(o =>
        {
            o.IdleTimeout = TimeSpan.FromMinutes(20);
            o.Cookie.Name = ".Museum.Session";
            {|TSES085:o.Cookie.HttpOnly = false|};
            o.Cookie.SameSite = SameSiteMode.None;
        }).UseMemory().AddModel<VisitorSession>();
    }

    public void Configure(IApplicationBuilder app)
    {
        app.UseExceptionHandler("/error");
        app.UseStaticFiles();
        app.{|TSES080:UseMiddleware<GuideMiddleware>|}();
        app.UseRouting();
        app.UseTypedSessions();
        app.UseEndpoints(e => e.MapDefaultControllerRoute());
    }
}

public class GuideMiddleware
{
    private readonly RequestDelegate _next;

    public GuideMiddleware(RequestDelegate next) => _next = next;

    public async Task Invoke(HttpContext context)
    {
        await context.Session.LoadAsync();
        if (context.Request.Query.TryGetValue("guide", out var guide))
        {
            context.Session.SetString("guide", guide.ToString());
        }

        await _next(context);
    }
}

[SessionModel]
public partial class VisitorSession
{
    [SessionProperty(Default = "en")] public partial string Language { get; set; }
}
