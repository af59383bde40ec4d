using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace TypedSessions.Tests.Proof.ModelBased.Subject;

/// <summary>One node: the pipeline with its services, and no server.</summary>
internal sealed class Site : IDisposable
{
    private readonly IHost _host;

    public Site(WorldClock clock, WatchedEngine engine, Options choice)
    {
        Engine = engine;
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = "Production" });
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddTypedSessions(options =>
        {
            options.IdleTimeout = World.IdleTimeout;
            options.AbsoluteLifetime = World.AbsoluteLifetime;
            options.ExpireWithBrowser = choice.ExpireWithBrowser;
            options.RenewOnEveryRequest = choice.RenewOnEveryRequest;
            options.SaveOnServerError = choice.SaveOnServerError;
            options.RejectWhenGone = choice.RejectWhenGone;
            options.Cleanup.Enabled = false;
        }).UseEngine(_ => engine);
        _host = builder.Build();
        Sessions = _host.Services.GetRequiredService<ISessionManager>();

        var pipeline = new ApplicationBuilder(_host.Services);
        pipeline.Use(next => context => Visit.ServeErrorPageAsync(context, next));
        pipeline.UseTypedSessions();
        pipeline.Run(Visit.HandleAsync);
        Pipeline = pipeline.Build();
    }

    public RequestDelegate Pipeline { get; }

    public ISessionManager Sessions { get; }

    public WatchedEngine Engine { get; }

    public void Dispose() => _host.Dispose();
}
