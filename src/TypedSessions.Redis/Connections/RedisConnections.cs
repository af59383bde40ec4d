using StackExchange.Redis.Availability;

namespace TypedSessions.Redis.Connections;

/// <summary>
/// The connections to the server: one for almost all commands, one for changes that wait for a replica, because a wait delays all commands
/// behind it on its connection, and one for synchronous loads, whose callers may block the threads that read the responses of the others.
/// </summary>
internal sealed class RedisConnections : IAsyncDisposable
{
    private const int ReconnectMilliseconds = 250;
    private const int RoleCheckSeconds = 2;

    private readonly LazyMultiplexer _main;
    private readonly LazyMultiplexer _waiting;
    private readonly LazyMultiplexer _synchronous;
    private readonly ConfigurationOptions? _options;
    private readonly bool _isOwner;

    private RedisConnections(Func<Task<IConnectionMultiplexer>> connect, ConfigurationOptions? options)
    {
        _options = options;
        _isOwner = options is not null;
        _main = new LazyMultiplexer(connect);
        _waiting = _isOwner ? new LazyMultiplexer(connect) : _main;
        _synchronous = _isOwner ? new LazyMultiplexer(() => ConnectWithThreadsAsync(connect)) : _main;
    }

    /// <summary>Creates connections on a multiplexer of the application, which disposes of it. Its settings are not changed.</summary>
    public static RedisConnections Use(IConnectionMultiplexer multiplexer) => new(() => Task.FromResult(multiplexer), options: null);

    /// <summary>Creates connections that belong to the engine.</summary>
    /// <param name="configuration">The configuration, of which a copy is used.</param>
    /// <param name="timeout">The time after which a caller stops waiting.</param>
    public static RedisConnections Open(ConfigurationOptions configuration, TimeSpan timeout)
    {
        var options = configuration.Clone();
        var limit = (int)Math.Clamp(timeout.TotalMilliseconds * 0.75, 1, int.MaxValue);
        options.AsyncTimeout = Math.Min(options.AsyncTimeout, limit);
        options.SyncTimeout = Math.Min(options.SyncTimeout, limit);

        // While the server is unavailable, requests fail at once instead of queuing, and the client tries to connect at each heartbeat.
        options.BacklogPolicy = BacklogPolicy.FailFast;
        options.ReconnectRetryPolicy = new LinearRetry(ReconnectMilliseconds);
        options.HeartbeatInterval = TimeSpan.FromMilliseconds(ReconnectMilliseconds);

        // The client is not notified of a failover. With its default interval, it finds the new primary of a cluster after minutes.
        options.ConfigCheckSeconds = Math.Min(options.ConfigCheckSeconds, RoleCheckSeconds);
        options.CircuitBreaker ??= CircuitBreaker.Default;
        options.AbortOnConnectFail = false;

        // For clients that promote replicas themselves. They need a key and a channel that the server's user may not access.
        (options.TieBreaker, options.ConfigurationChannel) = ("", "");
        return new(async () => await ConnectionMultiplexer.ConnectAsync(options), options);
    }

    /// <summary>Returns the connection for commands.</summary>
    public Task<IConnectionMultiplexer> GetAsync() => _main.GetAsync();

    /// <summary>Returns the connection for changes that wait for a replica.</summary>
    public Task<IConnectionMultiplexer> GetWaitingAsync() => _waiting.GetAsync();

    /// <summary>
    /// Returns the connection for synchronous loads. It is opened at the start, because callers that wait for it occupy the threads that
    /// open it.
    /// </summary>
    public Task<IConnectionMultiplexer> GetSynchronousAsync() => _synchronous.GetAsync();

    /// <summary>
    /// Throws an exception with the reason why the server cannot be used. A connection that the client reopens in the background does not
    /// always have it: its last error can be that of the socket that the client closed after the server had refused the password.
    /// </summary>
    public async Task ThrowIfRefusedAsync()
    {
        if (_options?.Clone() is { } options)
        {
            (options.AbortOnConnectFail, options.ConnectRetry) = (true, 1);
            await using var connection = await ConnectionMultiplexer.ConnectAsync(options);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_isOwner)
        {
            await _main.DisposeAsync();
            await _waiting.DisposeAsync();
            await _synchronous.DisposeAsync();
        }
    }

    // The client has this setting for the whole process only. It costs other connections two threads each.
    private static Task<IConnectionMultiplexer> ConnectWithThreadsAsync(Func<Task<IConnectionMultiplexer>> connect)
    {
        ConnectionMultiplexer.SetFeatureFlag("DedicatedThreads", true);
        return connect();
    }
}
