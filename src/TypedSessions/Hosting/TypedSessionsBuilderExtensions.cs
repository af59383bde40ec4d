using System.Data.Common;
using Microsoft.Extensions.Caching.Distributed;
using TypedSessions;
using TypedSessions.Engines.Cache;
using TypedSessions.Engines.CachedDatabase;
using TypedSessions.Engines.Database;
using TypedSessions.Engines.Files;
using TypedSessions.Engines.Memory;
using TypedSessions.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>The engines that come with the library.</summary>
public static class TypedSessionsBuilderExtensions
{
    /// <summary>
    /// Stores sessions in the memory of this process: for development, tests and sites of one process that may lose sessions at a restart.
    /// </summary>
    /// <param name="builder">The builder of <c>AddTypedSessions</c>.</param>
    /// <param name="configure">Sets the engine's options.</param>
    public static TypedSessionsBuilder UseMemory(this TypedSessionsBuilder builder, Action<MemoryEngineOptions>? configure = null)
        => Configure(builder, configure).UseEngine(SessionEngineFactory.CreateMemory);

    /// <summary>Stores each session in a file, in a folder for the engine only, which the processes of one machine may share.</summary>
    /// <param name="builder">The builder of <c>AddTypedSessions</c>.</param>
    /// <param name="path">The folder; created, with mode 0700, if it does not exist. Django: <c>SESSION_FILE_PATH</c>.</param>
    /// <param name="configure">Sets the engine's other options.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is missing, for example in the configuration.</exception>
    public static TypedSessionsBuilder UseFiles(
        this TypedSessionsBuilder builder, string? path, Action<FileEngineOptions>? configure = null)
    {
        ThrowIfMissing(path, "folder of the session files", nameof(path));
        Configure<FileEngineOptions>(builder, options => options.Path = path!);
        return Configure(builder, configure).UseEngine(SessionEngineFactory.CreateFiles);
    }

    /// <summary>
    /// Stores sessions in their visitors' cookies, encrypted and authenticated by Data Protection. Persist the key ring and share it
    /// between all nodes (<c>services.AddDataProtection()</c>), or a restart ends all sessions. Django: <c>signed_cookies</c>.
    /// </summary>
    /// <remarks>
    /// Nothing is stored on the server, so some guarantees of engines are missing:
    /// <list type="bullet">
    /// <item>Revocation: a logout deletes the browser's copy. Another copy of the cookie is valid until its session expires. Set
    /// <see cref="TypedSessionsOptions.AbsoluteLifetime"/>.</item>
    /// <item>Merging: of two parallel requests of one browser that change the session, the later response wins as a whole.</item>
    /// <item>Listing, counting, and access by key: only the client has the record.</item>
    /// <item>Changes after the response has started: they throw.</item>
    /// </list>
    /// </remarks>
    /// <param name="builder">The builder of <c>AddTypedSessions</c>.</param>
    /// <param name="configure">Sets the engine's options.</param>
    public static TypedSessionsBuilder UseCookie(this TypedSessionsBuilder builder, Action<CookieEngineOptions>? configure = null)
    {
        Configure(builder, configure).Services.AddDataProtection();
        return builder.UseEngine(SessionEngineFactory.CreateNone);
    }

    /// <summary>
    /// Stores sessions in a table of a database, which is created when the application starts: <c>UseDatabase(SqliteFactory.Instance, "Data
    /// Source=app.db")</c>.
    /// </summary>
    /// <param name="builder">The builder of <c>AddTypedSessions</c>.</param>
    /// <param name="provider">The ADO.NET provider, which the application references.</param>
    /// <param name="connectionString">The connection string of the database.</param>
    /// <param name="configure">Sets the engine's options.</param>
    /// <exception cref="ArgumentException"><paramref name="connectionString"/> is missing, for example in the configuration.</exception>
    public static TypedSessionsBuilder UseDatabase(
        this TypedSessionsBuilder builder,
        DbProviderFactory provider,
        string? connectionString,
        Action<DatabaseEngineOptions>? configure = null)
        => builder.UseDatabase(AddDataSource(builder, provider, connectionString), configure);

    /// <summary>Stores sessions in a table of a database, by a data source of the application.</summary>
    /// <param name="builder">The builder of <c>AddTypedSessions</c>.</param>
    /// <param name="dataSource">The data source, which the application disposes of.</param>
    /// <param name="configure">Sets the engine's options.</param>
    public static TypedSessionsBuilder UseDatabase(
        this TypedSessionsBuilder builder, DbDataSource dataSource, Action<DatabaseEngineOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(dataSource);
        return builder.UseDatabase(_ => dataSource, configure);
    }

    /// <summary>Stores sessions in a table of a database, by a data source of the application.</summary>
    /// <param name="builder">The builder of <c>AddTypedSessions</c>.</param>
    /// <param name="findDataSource">Returns the data source, for example from the services. Called once.</param>
    /// <param name="configure">Sets the engine's options.</param>
    public static TypedSessionsBuilder UseDatabase(
        this TypedSessionsBuilder builder,
        Func<IServiceProvider, DbDataSource> findDataSource,
        Action<DatabaseEngineOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(findDataSource);
        return Configure(builder, configure)
            .UseEngine(services => SessionEngineFactory.CreateDatabase(services, findDataSource(services)));
    }

    /// <summary>
    /// Stores sessions in the application's <see cref="IDistributedCache"/> only: <c>AddStackExchangeRedisCache(...)</c>, then
    /// <c>UseCache()</c>.
    /// </summary>
    /// <param name="builder">The builder of <c>AddTypedSessions</c>.</param>
    /// <param name="configure">Sets the engine's options.</param>
    public static TypedSessionsBuilder UseCache(this TypedSessionsBuilder builder, Action<CacheEngineOptions>? configure = null)
        => Configure(builder, configure).UseEngine(SessionEngineFactory.CreateCache);

    /// <summary>
    /// Stores sessions in a table of a database, and copies of them in the application's <see cref="IDistributedCache"/> to read from.
    /// </summary>
    /// <param name="builder">The builder of <c>AddTypedSessions</c>.</param>
    /// <param name="provider">The ADO.NET provider, which the application references.</param>
    /// <param name="connectionString">The connection string of the database.</param>
    /// <param name="configureDatabase">Sets the options of the table.</param>
    /// <param name="configureCache">Sets the options of the copies.</param>
    /// <exception cref="ArgumentException"><paramref name="connectionString"/> is missing, for example in the configuration.</exception>
    public static TypedSessionsBuilder UseCachedDatabase(
        this TypedSessionsBuilder builder,
        DbProviderFactory provider,
        string? connectionString,
        Action<DatabaseEngineOptions>? configureDatabase = null,
        Action<CachedDatabaseOptions>? configureCache = null)
        => builder.UseCachedDatabase(AddDataSource(builder, provider, connectionString), configureDatabase, configureCache);

    /// <summary>
    /// Stores sessions in a table of a database, by a data source of the application, and copies of them in its
    /// <see cref="IDistributedCache"/> to read from.
    /// </summary>
    /// <param name="builder">The builder of <c>AddTypedSessions</c>.</param>
    /// <param name="dataSource">The data source, which the application disposes of.</param>
    /// <param name="configureDatabase">Sets the options of the table.</param>
    /// <param name="configureCache">Sets the options of the copies.</param>
    public static TypedSessionsBuilder UseCachedDatabase(
        this TypedSessionsBuilder builder,
        DbDataSource dataSource,
        Action<DatabaseEngineOptions>? configureDatabase = null,
        Action<CachedDatabaseOptions>? configureCache = null)
    {
        ArgumentNullException.ThrowIfNull(dataSource);
        return builder.UseCachedDatabase(_ => dataSource, configureDatabase, configureCache);
    }

    /// <summary>
    /// Stores sessions in a table of a database, by a data source of the application, and copies of them in its
    /// <see cref="IDistributedCache"/> to read from.
    /// </summary>
    /// <param name="builder">The builder of <c>AddTypedSessions</c>.</param>
    /// <param name="findDataSource">Returns the data source, for example from the services. Called once.</param>
    /// <param name="configureDatabase">Sets the options of the table.</param>
    /// <param name="configureCache">Sets the options of the copies.</param>
    public static TypedSessionsBuilder UseCachedDatabase(
        this TypedSessionsBuilder builder,
        Func<IServiceProvider, DbDataSource> findDataSource,
        Action<DatabaseEngineOptions>? configureDatabase = null,
        Action<CachedDatabaseOptions>? configureCache = null)
    {
        ArgumentNullException.ThrowIfNull(findDataSource);
        Configure(builder, configureDatabase);
        return Configure(builder, configureCache)
            .UseEngine(services => SessionEngineFactory.CreateCachedDatabase(services, findDataSource(services)));
    }

    /// <summary>
    /// Stores sessions in the engine that the configuration names, like Django's <c>SESSION_ENGINE</c>: <c>Engine</c> is <c>memory</c>,
    /// <c>files</c>, <c>database</c>, <c>cache</c>, <c>cachedDatabase</c> or <c>cookies</c>, in the section that <c>AddTypedSessions</c>
    /// got. The section has the engine's options as well.
    /// </summary>
    /// <param name="builder">The builder of <c>AddTypedSessions</c>.</param>
    /// <param name="addProviders">
    /// Adds the database providers that the application references, and other engines, such as Redis. If there are several providers, the
    /// setting <c>Provider</c> names one.
    /// </param>
    /// <exception cref="InvalidOperationException"><c>AddTypedSessions</c> was called without a configuration.</exception>
    /// <example>
    /// <c>UseConfiguredEngine(providers => providers.Add("sqlite", SqliteFactory.Instance).Add("postgresql", NpgsqlFactory.Instance))</c>
    /// </example>
    public static TypedSessionsBuilder UseConfiguredEngine(
        this TypedSessionsBuilder builder, Action<SessionEngineProviders>? addProviders = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var settings = builder.Settings ?? throw new InvalidOperationException(
            "UseConfiguredEngine() needs the configuration of the sessions. "
            + "Call AddTypedSessions(builder.Configuration.GetSection(\"Sessions\")).");
        var providers = new SessionEngineProviders(builder, settings.Configuration);
        addProviders?.Invoke(providers);
        return builder.UseEngine(providers.CreateEngine);
    }

    /// <summary>Registers a data source that the library creates, so that the container disposes of it.</summary>
    internal static Func<IServiceProvider, DbDataSource> AddDataSource(
        this IServiceCollection services, Func<IServiceProvider, DbDataSource> create)
    {
        var key = new object();
        services.AddKeyedSingleton(key, (provider, _) => create(provider));
        return provider => provider.GetRequiredKeyedService<DbDataSource>(key);
    }

    private static Func<IServiceProvider, DbDataSource> AddDataSource(
        TypedSessionsBuilder builder, DbProviderFactory provider, string? connectionString)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(provider);
        ThrowIfMissing(connectionString, "connection string of the session database", nameof(connectionString));
        return builder.Services.AddDataSource(_ => provider.CreateDataSource(connectionString!));
    }

    private static TypedSessionsBuilder Configure<T>(TypedSessionsBuilder builder, Action<T>? configure)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (configure is not null)
        {
            builder.Services.Configure(configure);
        }

        return builder;
    }

    private static void ThrowIfMissing(string? value, string description, string parameter)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            throw new ArgumentException(
                $"The {description} is missing. Add it to the configuration, under the name that the application reads.", parameter);
        }
    }
}
