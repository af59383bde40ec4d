namespace TypedSessions.Engines.CachedDatabase;

/// <summary>The options of a <see cref="CachedDatabaseSessionEngine"/>.</summary>
public sealed class CachedDatabaseOptions
{
    /// <summary>
    /// Gets or sets the prefix of the names of all entries. Sites that share a cache need one each. Django: <c>KEY_PREFIX</c> of the cache.
    /// </summary>
    /// <value>Default: <c>typed-sessions-copy:</c>.</value>
    /// <exception cref="ArgumentException">The value is empty.</exception>
    public string KeyPrefix
    {
        get;
        set
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(value);
            field = value;
        }
    } = "typed-sessions-copy:";

    /// <summary>
    /// Gets or sets the key under which the cache is registered, if the application has several caches:
    /// <c>services.AddKeyedSingleton&lt;IDistributedCache&gt;("sessions", ...)</c>. Django: <c>SESSION_CACHE_ALIAS</c>.
    /// </summary>
    /// <value>Default: <see langword="null"/>, the cache without a key.</value>
    public string? CacheName { get; set; }

    /// <summary>
    /// Gets or sets how long a cached copy is used before the database is read again: the time within which a logout, a rotation or a
    /// change on one node is visible on all others. On its own node it is visible at once. Commits never depend on a copy.
    /// </summary>
    /// <value>From a millisecond to a day. Default: 30 seconds.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is under a millisecond or over a day.</exception>
    public TimeSpan MaxStaleness
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.FromMilliseconds(1));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, TimeSpan.FromDays(1));
            field = value;
        }
    } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Gets or sets how long a request waits for each call of the cache; after that it continues without the cache. For five seconds after
    /// a failure or a timeout, requests do not use the cache; copies that they would have updated or removed are removed in the background.
    /// A synchronous load cannot stop waiting: set the timeout of the cache's client, too.
    /// </summary>
    /// <value>From a millisecond to a minute. Default: half a second.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is under a millisecond or over a minute.</exception>
    public TimeSpan CacheTimeout
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.FromMilliseconds(1));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, TimeSpan.FromMinutes(1));
            field = value;
        }
    } = TimeSpan.FromMilliseconds(500);
}
