using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption.ConfigurationModel;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;
using TypedSessions.Benchmarks.Peers;

namespace TypedSessions.Benchmarks.Servers;

/// <summary>
/// The site of a separate process, which runs until its input closes: without sessions, with a session library, or with bare commands.
/// </summary>
internal static class Site
{
    /// <summary>Runs the site.</summary>
    /// <param name="peer">The session library.</param>
    /// <param name="store">The store of the sessions.</param>
    /// <param name="place">The store's connection string or folder; for cookies, the folder of the keys.</param>
    public static async Task<int> RunAsync(Peer peer, string store, string place)
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        switch (peer)
        {
            case Peer.Stock:
                Stores.AddCache(builder.Services, store, place);
                builder.Services.AddSession();
                break;
            case Peer.Commands:
                builder.Services.AddSingleton<IConnectionMultiplexer>(await ConnectionMultiplexer.ConnectAsync(place));
                break;
            case Peer.Typed:
                if (store == Stores.Cookie)
                {
                    AddDataProtection(builder.Services, place);
                }

                Stores.Use(builder.Services.AddTypedSessions().AddModel<BenchSession>(), store, place);
                break;
        }

        await using var app = builder.Build();
        Map(app, peer);
        await app.StartAsync();
        Console.WriteLine(app.Urls.First());
        await Console.In.ReadToEndAsync();
        return 0;
    }

    // AES-GCM, as docs/engines.md recommends.
    private static void AddDataProtection(IServiceCollection services, string place) => services.AddDataProtection()
        .PersistKeysToFileSystem(new DirectoryInfo(place))
        .UseCryptographicAlgorithms(new AuthenticatedEncryptorConfiguration { EncryptionAlgorithm = EncryptionAlgorithm.AES_256_GCM });

    private static void Map(WebApplication app, Peer peer)
    {
        switch (peer)
        {
            case Peer.NoSession:
                NoSessionRoutes.Map(app);
                break;
            case Peer.Stock:
                app.UseRouting();
                app.UseSession();
                StockRoutes.Map(app);
                break;
            case Peer.Commands:
                RedisCommandRoutes.Map(app, app.Services.GetRequiredService<IConnectionMultiplexer>().GetDatabase());
                break;
            case Peer.Typed:
                app.UseRouting();
                app.UseTypedSessions();
                TypedRoutes.Map(app);
                break;
        }
    }
}
