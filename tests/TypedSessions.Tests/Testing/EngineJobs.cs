using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TypedSessions.Dictionary;
using TypedSessions.Storage;
using TypedSessions.Tests.Engines.Crashes;

namespace TypedSessions.Tests.Testing;

/// <summary>Jobs with an engine that tests run in other processes. Their first arguments are an <see cref="EnginePlace"/>.</summary>
internal static class EngineJobs
{
    public const string Script = "engine-script";
    public const string Site = "engine-site";
    public const string LoginSite = "engine-login-site";
    public const string Command = "engine-command";

    /// <summary>
    /// Prints the stored step or the difference after the last acknowledged step, and then runs the script until it is killed.
    /// </summary>
    public static async Task<int> RunScriptAsync(string[] args)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton<TimeProvider>(new ManualClock());
        UseEngine(builder.Services, args);
        using var host = builder.Build();
        await host.StartAsync();

        var script = new CrashScript(host.Services.GetRequiredService<ISessionEngine>(), rotatesInSteps: args[0] == EnginePlace.Files);
        var stored = await script.FindStoredAsync(int.Parse(args[2]));
        if (await script.FindProblemAsync(stored) is { } problem)
        {
            Console.WriteLine(problem);
            return 1;
        }

        Console.WriteLine(stored);
        for (var step = stored + 1; ; step++)
        {
            await script.RunAsync(step);
            Console.WriteLine(step);
        }
    }

    /// <summary>Runs a site with counters for each visitor and prints its address.</summary>
    public static async Task<int> RunSiteAsync(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        UseEngine(builder.Services, args);
        await using var app = builder.Build();
        app.UseTypedSessions();
        app.MapGet("/add/{counter}", (string counter, ISession session) =>
        {
            var count = session.Get<int>(counter) + 1;
            session.Set(counter, count);
            return count;
        });
        app.MapGet("/count/{counter}", (string counter, ISession session) => session.Get<int>(counter));
        await app.StartAsync();
        Console.WriteLine(app.Urls.Single());
        await app.WaitForShutdownAsync();
        return 0;
    }

    /// <summary>Runs an application with session commands and the given arguments.</summary>
    public static async Task<int> RunCommandAsync(string[] args)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        UseEngine(builder.Services, args);
        using var host = builder.Build();
        return await host.RunSessionCommandAsync(args[2..]) ?? throw new ArgumentException("This is not a session command.", nameof(args));
    }

    private static void UseEngine(IServiceCollection services, string[] args)
        => new EnginePlace(args[0], args[1]).UseIn(services.AddTypedSessions(options => options.Cleanup.Enabled = false));
}
