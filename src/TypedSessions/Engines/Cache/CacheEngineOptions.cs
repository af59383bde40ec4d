namespace TypedSessions.Engines.Cache;

/// <summary>The options of a <see cref="CacheSessionEngine"/>.</summary>
public sealed class CacheEngineOptions
{
    /// <summary>
    /// Gets or sets the prefix of the names of all entries. Sites that share a cache need one each. Django: <c>KEY_PREFIX</c> of the cache.
    /// </summary>
    /// <value>Default: <c>typed-sessions:</c>.</value>
    /// <exception cref="ArgumentException">The value is empty.</exception>
    public string KeyPrefix
    {
        get;
        set
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(value);
            field = value;
        }
    } = "typed-sessions:";

    /// <summary>
    /// Gets or sets the key under which the cache is registered, if the application has several caches:
    /// <c>services.AddKeyedSingleton&lt;IDistributedCache&gt;("sessions", ...)</c>. Django: <c>SESSION_CACHE_ALIAS</c>.
    /// </summary>
    /// <value>Default: <see langword="null"/>, the cache without a key.</value>
    public string? CacheName { get; set; }
}
