using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TypedSessions.Benchmarks.Peers;
using TypedSessions.Benchmarks.Servers;

namespace TypedSessions.Benchmarks.Requests;

/// <summary>The pipelines that are compared: sessions' middleware and the endpoint, or the endpoint alone.</summary>
internal static class BareSite
{
    /// <summary>A pipeline's server, without a cookie and an endpoint yet.</summary>
    /// <param name="peer">The session library.</param>
    /// <param name="store">Where they are kept.</param>
    /// <param name="place">The store's connection string or folder.</param>
    /// <param name="configure">Our options.</param>
    public static BareServer Build(
        Peer peer, string store = Stores.Memory, string place = "", Action<TypedSessionsOptions>? configure = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        switch (peer)
        {
            case Peer.Stock:
                Stores.AddCache(builder.Services, store, place);
                builder.Services.AddDataProtection().SetApplicationName("benchmark").UseEphemeralDataProtectionProvider();
                builder.Services.AddSession();
                break;
            case Peer.Typed:
                builder.Services.AddSingleton<TimeProvider>(new SteppingClock());
                Stores.Use(builder.Services.AddTypedSessions(configure).AddModel<BenchSession>(), store, place);
                break;
        }

        var services = builder.Build().Services;
        var app = new ApplicationBuilder(services);
        switch (peer)
        {
            case Peer.Stock:
                app.UseSession();
                break;
            case Peer.Typed:
                app.UseTypedSessions();
                break;
        }

        app.Run(static context => context.GetEndpoint()!.RequestDelegate!(context));
        return new BareServer(services, app.Build());
    }
}
