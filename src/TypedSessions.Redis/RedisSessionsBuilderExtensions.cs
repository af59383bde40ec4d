using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TypedSessions;
using TypedSessions.Redis;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>
/// Extension methods that store sessions in Redis. The section <c>Redis</c> of the sessions' configuration sets the engine's options.
/// </summary>
public static class RedisSessionsBuilderExtensions
{
    private const string Section = "Redis";

    /// <summary>
    /// Stores sessions in Redis, Valkey or a compatible server: a single node, one behind Sentinel, or a cluster. The engine opens its own
    /// connections, which fail at once while the server is unavailable.
    /// </summary>
    /// <param name="builder">The builder that <c>AddTypedSessions</c> returned.</param>
    /// <param name="configuration">
    /// The servers, as StackExchange.Redis reads them: <c>host:6379</c>, <c>node1:6379,node2:6379</c> of a cluster,
    /// <c>sentinel1:26379,sentinel2:26379,serviceName=mymaster</c>, with <c>user=</c>, <c>password=</c> and <c>ssl=true</c> as needed.
    /// </param>
    /// <param name="configure">Sets the engine's options.</param>
    /// <exception cref="ArgumentException">
    /// <paramref name="configuration"/> is missing, for example in the configuration, or not valid.
    /// </exception>
    public static TypedSessionsBuilder UseRedis(
        this TypedSessionsBuilder builder, string? configuration, Action<RedisEngineOptions>? configure = null)
    {
        if (string.IsNullOrWhiteSpace(configuration))
        {
            throw new ArgumentException(
                "The address of the Redis server is missing. Add it to the configuration, under the name that the application reads.",
                nameof(configuration));
        }

        var servers = ConfigurationOptions.Parse(configuration);
        return Configure(builder, configure).UseEngine(services => Create(services, servers));
    }

    /// <summary>
    /// Stores sessions in Redis, over a connection of the application, whose own settings apply: <c>BacklogPolicy.FailFast</c> and a short
    /// <c>AsyncTimeout</c> prevent requests from waiting for a server that is unavailable.
    /// </summary>
    /// <param name="builder">The builder that <c>AddTypedSessions</c> returned.</param>
    /// <param name="multiplexer">The connection, which the application disposes of.</param>
    /// <param name="configure">Sets the engine's options.</param>
    public static TypedSessionsBuilder UseRedis(
        this TypedSessionsBuilder builder, IConnectionMultiplexer multiplexer, Action<RedisEngineOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(multiplexer);
        return builder.UseRedis(_ => multiplexer, configure);
    }

    /// <summary>
    /// Stores sessions in Redis, over a connection of the application's services, whose own settings apply: <c>BacklogPolicy.FailFast</c>
    /// and a short <c>AsyncTimeout</c> prevent requests from waiting for a server that is unavailable.
    /// </summary>
    /// <param name="builder">The builder that <c>AddTypedSessions</c> returned.</param>
    /// <param name="findMultiplexer">
    /// Returns the connection, which the application disposes of, for example from the services. Called once.
    /// </param>
    /// <param name="configure">Sets the engine's options.</param>
    public static TypedSessionsBuilder UseRedis(
        this TypedSessionsBuilder builder,
        Func<IServiceProvider, IConnectionMultiplexer> findMultiplexer,
        Action<RedisEngineOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(findMultiplexer);
        return Configure(builder, configure).UseEngine(services => new RedisSessionEngine(
            findMultiplexer(services), services.GetRequiredService<TimeProvider>(), GetOptions(services), GetLogger(services)));
    }

    /// <summary>
    /// Adds Redis to the engines that the configuration can name: <c>Engine</c> is <c>redis</c>, and <c>ConnectionString</c> is or names
    /// the servers, as StackExchange.Redis reads them. A server's address needs its port, because text without a colon is a name.
    /// </summary>
    /// <param name="providers">The engines of <c>UseConfiguredEngine</c>.</param>
    /// <example><c>UseConfiguredEngine(providers => providers.AddRedis())</c></example>
    public static SessionEngineProviders AddRedis(this SessionEngineProviders providers)
    {
        ArgumentNullException.ThrowIfNull(providers);
        providers.Builder.AddEngineOptions<RedisEngineOptions>(Section);
        return providers.AddEngine(
            "redis", services => Create(services, ConfigurationOptions.Parse(providers.GetConnectionString(services))));
    }

    private static RedisSessionEngine Create(IServiceProvider services, ConfigurationOptions servers) => new(
        servers,
        services.GetRequiredService<IOptions<TypedSessionsOptions>>().Value.EngineTimeout,
        services.GetRequiredService<TimeProvider>(),
        GetOptions(services),
        GetLogger(services));

    private static TypedSessionsBuilder Configure(TypedSessionsBuilder builder, Action<RedisEngineOptions>? configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddEngineOptions<RedisEngineOptions>(Section);
        if (configure is not null)
        {
            builder.Services.Configure(configure);
        }

        return builder;
    }

    private static RedisEngineOptions GetOptions(IServiceProvider services)
        => services.GetRequiredService<IOptions<RedisEngineOptions>>().Value;

    private static ILogger<RedisSessionEngine> GetLogger(IServiceProvider services)
        => services.GetRequiredService<ILogger<RedisSessionEngine>>();
}
