using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TypedSessions.Benchmarks.Peers;
using TypedSessions.Benchmarks.Servers;

namespace TypedSessions.Benchmarks.Requests;

/// <summary>Creates the pipelines to compare: a session middleware and an endpoint, or an endpoint alone.</summary>
internal static class BareSite
{
    /// <summary>Creates a server without a cookie or an endpoint.</summary>
    /// <param name="peer">The session library.</param>
    /// <param name="store">The store of the sessions.</param>
    /// <param name="place">The store's connection string or folder.</param>
    /// <param name="configure">Configures the options of TypedSessions.</param>
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
                builder.Services.AddSingleton<TimeProvider>(new SteppingTimeProvider());
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
