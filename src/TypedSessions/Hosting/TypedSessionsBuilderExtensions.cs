using System.Data.Common;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TypedSessions;
using TypedSessions.Diagnostics;
using TypedSessions.Engines.Cache;
using TypedSessions.Engines.CachedDatabase;
using TypedSessions.Engines.Database;
using TypedSessions.Engines.Files;
using TypedSessions.Engines.Memory;
using TypedSessions.Hosting;
using TypedSessions.Http.Cookies;
using TypedSessions.Sessions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>The engines that come with the library.</summary>
public static class TypedSessionsBuilderExtensions
{
    /// <summary>
    /// Keeps sessions in the memory of this process: for development, tests and sites of one process that may forget at a restart.
    /// </summary>
    public static TypedSessionsBuilder UseMemory(this TypedSessionsBuilder builder, Action<MemoryEngineOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = new MemoryEngineOptions();
        configure?.Invoke(options);
        return builder.UseEngine(services => new MemorySessionEngine(services.GetRequiredService<TimeProvider>(), options));
    }

    /// <summary>
    /// Keeps each session in a file of its own, in a folder that belongs to them and that the processes of one machine may share.
    /// </summary>
    /// <param name="builder">What <c>AddTypedSessions</c> returned.</param>
    /// <param name="path">The folder; made, with mode 0700, where it does not exist. Django: <c>SESSION_FILE_PATH</c>.</param>
    /// <param name="configure">The folder's use.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is missing: the configuration does not have it.</exception>
    public static TypedSessionsBuilder UseFiles(
        this TypedSessionsBuilder builder, string? path, Action<FileEngineOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (string.IsNullOrWhiteSpace(path))
        {
            throw new ArgumentException(
                "The folder of the session files is missing. Is it in the configuration, under the name that is asked for?", nameof(path));
        }

        var options = new FileEngineOptions { Path = path };
        configure?.Invoke(options);
        builder.Services.AddSingleton<IHostedService, SessionTableCreation>();
        return builder.UseEngine(
            services => new FileSessionEngine(options, services.GetRequiredService<TimeProvider>(), isReadyLater: true));
    }

    /// <summary>
    /// Keeps sessions in their visitors' cookies, encrypted and authenticated by Data Protection. Persist the key ring and give it
    /// to all nodes (<c>services.AddDataProtection()</c>), or a restart ends all sessions. Django: <c>signed_cookies</c>.
    /// </summary>
    /// <remarks>
    /// Nothing is kept on the server, so some guarantees of engines are missing:
    /// <list type="bullet">
    /// <item>Revocation: a logout deletes the browser's copy. Another copy of the cookie is valid until its session expires. Set
    /// <see cref="TypedSessionsOptions.AbsoluteLifetime"/>.</item>
    /// <item>Merging: of two parallel requests of one browser that change the session, the later response wins as a whole.</item>
    /// <item>Listing, counting, and access by key: only the visitor has the record.</item>
    /// <item>Changes after the response has started: they throw.</item>
    /// </list>
    /// </remarks>
    public static TypedSessionsBuilder UseCookie(this TypedSessionsBuilder builder, Action<CookieEngineOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = new CookieEngineOptions();
        configure?.Invoke(options);
        builder.Services.AddDataProtection();
        builder.Services.RemoveAll<ISessionEngine>();
        builder.Services.Replace(ServiceDescriptor.Singleton<ISessionTransport>(static services => services.GetRequiredService<SealedTransport>()));
        builder.Services.AddSingleton(services =>
        {
            var protection = services.GetRequiredService<IDataProtectionProvider>();

            // A ring that Data Protection itself had to keep in memory it warns of itself.
            if (protection is EphemeralDataProtectionProvider)
            {
                services.GetRequiredService<ILoggerFactory>().CreateLogger(SessionLog.Category).EphemeralKeys();
            }

            return new SealedTransport(
                protection,
                options,
                services.GetRequiredService<SessionMetrics>(),
                services.GetRequiredService<TimeProvider>(),
                services.GetRequiredService<IOptions<TypedSessionsOptions>>().Value.EngineTimeout);
        });
        return builder;
    }

    /// <summary>
    /// Keeps sessions in a table of a database, which is made when the application
    /// starts: <c>UseDatabase(SqliteFactory.Instance, "Data Source=app.db")</c>.
    /// </summary>
    /// <param name="builder">What <c>AddTypedSessions</c> returned.</param>
    /// <param name="provider">The ADO.NET provider, which the application references.</param>
    /// <param name="connectionString">Where the database is.</param>
    /// <param name="configure">The table's name and use.</param>
    /// <exception cref="ArgumentException"><paramref name="connectionString"/> is missing: the configuration does not have it.</exception>
    public static TypedSessionsBuilder UseDatabase(
        this TypedSessionsBuilder builder, DbProviderFactory provider, string? connectionString, Action<DatabaseEngineOptions>? configure = null)
    {
        var dataSource = DataSourceOf(provider, connectionString);
        return builder.UseDatabase(dataSource, configure);
    }

    /// <summary>Keeps sessions in a table of a database that the application has a data source of.</summary>
    /// <param name="builder">What <c>AddTypedSessions</c> returned.</param>
    /// <param name="dataSource">Where the database is. Remains the application's to dispose of.</param>
    /// <param name="configure">The table's name and use.</param>
    public static TypedSessionsBuilder UseDatabase(
        this TypedSessionsBuilder builder, DbDataSource dataSource, Action<DatabaseEngineOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(dataSource);
        return builder.UseDatabase(_ => dataSource, configure);
    }

    /// <summary>Keeps sessions in a table of a database that the application has a data source of.</summary>
    /// <param name="builder">What <c>AddTypedSessions</c> returned.</param>
    /// <param name="findDataSource">Gives the data source, for example from the services. Called once.</param>
    /// <param name="configure">The table's name and use.</param>
    public static TypedSessionsBuilder UseDatabase(
        this TypedSessionsBuilder builder, Func<IServiceProvider, DbDataSource> findDataSource, Action<DatabaseEngineOptions>? configure = null)
    {
        var createEngine = AddDatabase(builder, findDataSource, configure);
        return builder.UseEngine(createEngine);
    }

    /// <summary>
    /// Keeps sessions in the application's <see cref="IDistributedCache"/> alone:
    /// <c>AddStackExchangeRedisCache(...)</c>, then <c>UseCache()</c>.
    /// </summary>
    /// <param name="builder">What <c>AddTypedSessions</c> returned.</param>
    /// <param name="configure">Which cache, and where in it.</param>
    public static TypedSessionsBuilder UseCache(this TypedSessionsBuilder builder, Action<CacheEngineOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = new CacheEngineOptions();
        configure?.Invoke(options);
        return builder.UseEngine(services
            => new CacheSessionEngine(FindCache(services, options.CacheName), services.GetRequiredService<TimeProvider>(), options));
    }

    /// <summary>
    /// Keeps sessions in a table of a database, and copies of them in the application's <see cref="IDistributedCache"/> to read from.
    /// </summary>
    /// <param name="builder">What <c>AddTypedSessions</c> returned.</param>
    /// <param name="provider">The ADO.NET provider, which the application references.</param>
    /// <param name="connectionString">Where the database is.</param>
    /// <param name="configureDatabase">The table's name and use.</param>
    /// <param name="configureCache">Which cache, and how far it is trusted.</param>
    /// <exception cref="ArgumentException"><paramref name="connectionString"/> is missing: the configuration does not have it.</exception>
    public static TypedSessionsBuilder UseCachedDatabase(
        this TypedSessionsBuilder builder,
        DbProviderFactory provider,
        string? connectionString,
        Action<DatabaseEngineOptions>? configureDatabase = null,
        Action<CachedDatabaseOptions>? configureCache = null)
    {
        var dataSource = DataSourceOf(provider, connectionString);
        return builder.UseCachedDatabase(dataSource, configureDatabase, configureCache);
    }

    /// <summary>
    /// Keeps sessions in a table of a database that the application has a data source
    /// of, and copies of them in its <see cref="IDistributedCache"/>.
    /// </summary>
    /// <param name="builder">What <c>AddTypedSessions</c> returned.</param>
    /// <param name="findDataSource">Gives the data source, for example from the services. Called once.</param>
    /// <param name="configureDatabase">The table's name and use.</param>
    /// <param name="configureCache">Which cache, and how far it is trusted.</param>
    public static TypedSessionsBuilder UseCachedDatabase(
        this TypedSessionsBuilder builder,
        Func<IServiceProvider, DbDataSource> findDataSource,
        Action<DatabaseEngineOptions>? configureDatabase = null,
        Action<CachedDatabaseOptions>? configureCache = null)
    {
        var createDatabase = AddDatabase(builder, findDataSource, configureDatabase);
        var options = new CachedDatabaseOptions();
        configureCache?.Invoke(options);
        return builder.UseEngine(services
            => new CachedDatabaseSessionEngine(
                createDatabase(services),
                FindCache(services, options.CacheName),
                services.GetRequiredService<TimeProvider>(),
                options,
                services.GetRequiredService<ILoggerFactory>().CreateLogger(SessionLog.Category),
                services.GetRequiredService<SessionMetrics>()));
    }

    private static Func<IServiceProvider, DbDataSource> DataSourceOf(DbProviderFactory provider, string? connectionString)
    {
        ArgumentNullException.ThrowIfNull(provider);
        if (string.IsNullOrWhiteSpace(connectionString))
        {
            throw new ArgumentException(
                "The connection string of the session database is missing. Is it in the configuration, under the name that is asked for?", nameof(connectionString));
        }

        return _ => provider.CreateDataSource(connectionString);
    }

    private static Func<IServiceProvider, DatabaseSessionEngine> AddDatabase(
        TypedSessionsBuilder builder, Func<IServiceProvider, DbDataSource> findDataSource, Action<DatabaseEngineOptions>? configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(findDataSource);
        var options = new DatabaseEngineOptions();
        configure?.Invoke(options);
        if (options.CreateTable)
        {
            builder.Services.AddSingleton<IHostedService, SessionTableCreation>();
        }

        return services => new DatabaseSessionEngine(findDataSource(services), services.GetRequiredService<TimeProvider>(), options);
    }

    private static IDistributedCache FindCache(IServiceProvider services, string? name)
        => (name is null ? services.GetService<IDistributedCache>() : services.GetKeyedService<IDistributedCache>(name))
            ?? throw new InvalidOperationException(
                name is null
                    ? "TypedSessions: the application has no IDistributedCache. Register one: services.AddDistributedMemoryCache(), or that of your cache server."
                    : $"TypedSessions: CacheName is '{name}', and no IDistributedCache is registered under that key. Register one: services.AddKeyedSingleton<IDistributedCache>(\"{name}\", ...).");
}
