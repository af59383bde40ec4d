// The shape of programs before .NET 6: a generic host, and a class with the two methods.
namespace Intranet;

public static class Program
{
    public static async Task<int> Main(string[] args)
    {
        using var host = CreateHostBuilder(args).Build();
        if (await host.RunSessionCommandAsync(args) is { } exitCode)
        {
            return exitCode;
        }

        await host.RunAsync();
        return 0;
    }

    public static IHostBuilder CreateHostBuilder(string[] args)
        => Host.CreateDefaultBuilder(args).ConfigureWebHostDefaults(static web => web.UseStartup<Startup>());
}

public sealed class Startup(IConfiguration configuration, IWebHostEnvironment environment)
{
    public void ConfigureServices(IServiceCollection services)
    {
        services.AddControllersWithViews(static options => options.Filters.Add<ThemeFilter>());
        var sessions = services.AddTypedSessions(configuration.GetSection("Sessions"), options =>
        {
            if (environment.IsDevelopment())
            {
                options.Cookie.SecurePolicy = CookieSecurePolicy.None;
            }
        });
        if (environment.IsDevelopment())
        {
            sessions.UseMemory();
        }
        else
        {
            services.AddStackCache(configuration["Redis"]);
            sessions.UseCache();
        }

        sessions.AddModel<UserSession>();
    }

    public void Configure(IApplicationBuilder app, IWebHostEnvironment env)
    {
        if (env.IsDevelopment())
        {
            app.UseDeveloperExceptionPage();
        }

        app.UseStaticFiles();
        app.UseRouting();
        app.UseTypedSessions();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseEndpoints(endpoints =>
        {
            endpoints.MapControllers();
            endpoints.MapGet("/health", () => "ok");
        });
    }
}

internal static class CacheExtensions
{
    public static IServiceCollection AddStackCache(this IServiceCollection services, string? server)
        => string.IsNullOrEmpty(server) ? services.AddDistributedMemoryCache() : services;
}
