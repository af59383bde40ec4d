namespace TypedSessions.Redis.Connections;

/// <summary>Translates errors of the client and the server to those of the engine.</summary>
internal static class RedisErrors
{
    /// <summary>Returns the result of an operation, and translates its errors to those of the engine.</summary>
    /// <param name="description">The operation, to complete "could not …".</param>
    /// <param name="work">The operation in progress.</param>
    /// <param name="cancellationToken">A token to stop the wait; a command that was sent is still executed.</param>
    /// <exception cref="SessionEngineException">The operation failed.</exception>
    public static async ValueTask<T> TranslateAsync<T>(string description, Task<T> work, CancellationToken cancellationToken)
    {
        try
        {
            return await (cancellationToken.CanBeCanceled ? work.WaitAsync(cancellationToken) : work);
        }
        catch (Exception error) when (IsRedisError(error, cancellationToken))
        {
            throw Create(description, error);
        }
    }

    /// <summary>Returns whether an error is the client's or the server's, and not the caller's.</summary>
    public static bool IsRedisError(Exception error, CancellationToken cancellationToken)
        => error is not (SessionEngineException or ArgumentException)
            && !(error is OperationCanceledException && cancellationToken.IsCancellationRequested);

    /// <summary>
    /// Creates the exception for an error. The error's message is not included, because some messages quote keys or the configuration.
    /// </summary>
    /// <param name="description">The operation, to complete "could not …".</param>
    /// <param name="error">The error.</param>
    public static SessionEngineException Create(string description, Exception error)
        => new($"The Redis session engine could not {description}. {GetHint(error)}".TrimEnd(), error);

    private static string? GetHint(Exception error) => error switch
    {
        RedisServerException server => GetHint(server.Kind),
        ObjectDisposedException => "The connection was disposed: keep it open as long as the engine.",
        RedisTimeoutException => "The server did not respond in time: check its load and the network, or raise the timeout.",
        RedisConnectionException when IsRefused(error) => "The server refused the user or the password, or the TLS handshake failed: "
            + "check user, password and ssl in the configuration.",

        // The client throws the latter if it has no server for a key.
        RedisConnectionException or InvalidOperationException => "There is no connection to the server: check its address, and that it "
            + "runs and can be reached from here.",
        _ => null,
    };

    private static bool IsRefused(Exception? error)
        => error is RedisConnectionException { FailureType: ConnectionFailureType.AuthenticationFailure }
            || (error is not null && IsRefused(error.InnerException));

    private static string? GetHint(RedisErrorKind kind) => kind switch
    {
        RedisErrorKind.OutOfMemory => "The server's memory is full: raise maxmemory, or shorten the sessions' idle time.",
        RedisErrorKind.NoPermission => "The user may not run a command or use a key: grant the permissions that the page about Redis "
            + "lists.",
        RedisErrorKind.NoAuth or RedisErrorKind.WrongPass => "The server refused the user or the password: check them in the "
            + "configuration.",
        RedisErrorKind.UnknownCommand => "The server does not support a command: use Redis 6 or later, or a compatible server.",
        RedisErrorKind.ReadOnly => "The server is a replica: name the primary, the Sentinels or the nodes of the cluster.",
        RedisErrorKind.NoReplicas => "The server has fewer replicas than min-replicas-to-write requires: check the replicas.",
        RedisErrorKind.Misconfigured => "The server cannot write its data to the disk, and refuses changes: check its disk and its log.",
        RedisErrorKind.Loading => "The server is loading its data: try again when it is ready.",
        RedisErrorKind.ClusterDown or RedisErrorKind.MasterDown => "A part of the cluster is not available: check its nodes.",
        RedisErrorKind.CrossSlot => "The new key of the session is in another slot: use a key that ISessionKeyPlacement.CanRotate accepts.",
        RedisErrorKind.TryAgain => "The cluster is moving the session's slot to another node: try again.",
        RedisErrorKind.Busy => "The server is busy with a script of another application: try again, or stop the script.",
        _ => null,
    };
}
