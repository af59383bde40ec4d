using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TypedSessions.Diagnostics;
using TypedSessions.Engines.Cache;
using TypedSessions.Engines.CachedDatabase;
using TypedSessions.Engines.Database;
using TypedSessions.Engines.Files;
using TypedSessions.Engines.Memory;
using TypedSessions.Http.Cookies;
using TypedSessions.Sessions;

namespace TypedSessions.Hosting;

/// <summary>Creates the library's engines and transports from the application's services and options.</summary>
internal static class SessionEngineFactory
{
    public static ISessionEngine CreateMemory(IServiceProvider services)
        => new MemorySessionEngine(GetTimeProvider(services), GetOptions<MemoryEngineOptions>(services));

    public static ISessionEngine CreateFiles(IServiceProvider services)
        => new FileSessionEngine(GetOptions<FileEngineOptions>(services), GetTimeProvider(services), deferPreparation: true);

    /// <summary>Returns no engine, so that clients store the records in cookies.</summary>
    public static ISessionEngine CreateNone(IServiceProvider services) => null!;

    public static ISessionTransport CreateTransport(IServiceProvider services)
        => services.GetService<ISessionEngine>() is null
            ? CreateSealedTransport(services)
            : new TokenTransport(services.GetRequiredService<InstrumentedSessionEngine>());

    public static ISessionEngine CreateCache(IServiceProvider services)
    {
        var options = GetOptions<CacheEngineOptions>(services);
        return new CacheSessionEngine(FindCache(services, options.CacheName), GetTimeProvider(services), options);
    }

    public static ISessionEngine CreateDatabase(IServiceProvider services, DbDataSource dataSource)
        => new DatabaseSessionEngine(dataSource, GetTimeProvider(services), GetOptions<DatabaseEngineOptions>(services));

    public static ISessionEngine CreateCachedDatabase(IServiceProvider services, DbDataSource dataSource)
    {
        var options = GetOptions<CachedDatabaseOptions>(services);
        return new CachedDatabaseSessionEngine(
            CreateDatabase(services, dataSource),
            FindCache(services, options.CacheName),
            GetTimeProvider(services),
            options,
            GetLog(services),
            services.GetRequiredService<SessionMetrics>());
    }

    private static SealedTransport CreateSealedTransport(IServiceProvider services)
    {
        var protection = services.GetService<IDataProtectionProvider>() ?? throw new InvalidOperationException(
            "TypedSessions: sessions in cookies need Data Protection. Call services.AddDataProtection(), and persist its keys.");

        // Data Protection itself logs keys that it could not persist.
        if (protection is EphemeralDataProtectionProvider)
        {
            GetLog(services).EphemeralKeys();
        }

        return new SealedTransport(
            protection,
            GetOptions<CookieEngineOptions>(services),
            services.GetRequiredService<SessionMetrics>(),
            GetTimeProvider(services),
            GetOptions<TypedSessionsOptions>(services).EngineTimeout);
    }

    private static T GetOptions<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] T>(
        IServiceProvider services)
        where T : class
        => services.GetRequiredService<IOptions<T>>().Value;

    private static TimeProvider GetTimeProvider(IServiceProvider services) => services.GetRequiredService<TimeProvider>();

    private static ILogger GetLog(IServiceProvider services)
        => services.GetRequiredService<ILoggerFactory>().CreateLogger(SessionLog.Category);

    private static IDistributedCache FindCache(IServiceProvider services, string? name)
        => (name is null ? services.GetService<IDistributedCache>() : services.GetKeyedService<IDistributedCache>(name))
            ?? throw new InvalidOperationException(name is null
                ? "TypedSessions: the application has no IDistributedCache. Register one: services.AddDistributedMemoryCache(), "
                    + "or that of your cache server."
                : $"TypedSessions: CacheName is '{name}', and no IDistributedCache is registered under that key. Register one: "
                    + $"services.AddKeyedSingleton<IDistributedCache>(\"{name}\", ...).");
}
