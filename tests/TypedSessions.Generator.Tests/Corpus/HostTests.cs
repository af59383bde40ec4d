// Tests that build their own small hosts, some without engine, model or middleware on purpose.
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;

namespace Shop.HostTests;

[AttributeUsage(AttributeTargets.Method)]
internal sealed class FactAttribute : Attribute;

[SessionModel]
public partial class VisitSession
{
    [SessionProperty(Merge = SessionMerge.Sum)] public partial int Visits { get; set; }
}

public static class EntryPoint
{
    // The test platform's own.
    public static int Main() => 0;
}

public sealed class HostTests
{
    [Fact]
    public async Task A_visit_counts()
    {
        await using var app = await StartAsync(
            sessions => sessions.AddModel<VisitSession>(),
            app =>
            {
                app.UseTypedSessions();
                app.MapGet("/", (VisitSession visit) => ++visit.Visits);
            });
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        _ = await client.GetStringAsync("/");
    }

    [Fact]
    public async Task Without_middleware_there_is_no_session()
    {
        await using var app = await StartAsync(
            sessions => sessions.AddModel<VisitSession>(),
            app => app.MapGet("/", (HttpContext context) => context.Session.Id));
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        _ = await client.GetAsync("/");
    }

    [Fact]
    public void Without_services_the_middleware_throws_with_a_hint()
    {
        var builder = WebApplication.CreateBuilder();
        using var app = (IAsyncDisposable)builder.Build() as IDisposable;
        try
        {
            ((IApplicationBuilder)app!).UseTypedSessions();
        }
        catch (InvalidOperationException)
        {
        }
    }

    private static async Task<WebApplication> StartAsync(Action<TypedSessionsBuilder> configure, Action<WebApplication> map)
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        configure(builder.Services.AddTypedSessions().UseMemory());
        var app = builder.Build();
        map(app);
        await app.StartAsync();
        return app;
    }
}
