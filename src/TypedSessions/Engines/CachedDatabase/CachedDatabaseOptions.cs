namespace TypedSessions.Engines.CachedDatabase;

/// <summary>Which cache a <see cref="CachedDatabaseSessionEngine"/> uses, and how far it trusts it.</summary>
public sealed class CachedDatabaseOptions
{
    /// <summary>
    /// What the names of all entries begin with, so that sessions never mix with what else is in the cache;
    /// <c>typed-sessions-copy:</c> by default. Sites that share a cache need one each. Django: <c>KEY_PREFIX</c> of the cache.
    /// </summary>
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
    /// The key under which the cache is registered, where the application has several:
    /// <c>services.AddKeyedSingleton&lt;IDistributedCache&gt;("sessions", ...)</c>. <see
    /// langword="null"/>, the default, is the one without a key. Django: <c>SESSION_CACHE_ALIAS</c>.
    /// </summary>
    public string? CacheName { get; set; }

    /// <summary>
    /// How long a cached copy is used before the database is read again; 30 seconds by default. This is the bound within which
    /// a logout, a rotation or a change that was made on one node is seen by all others. On the node itself it is seen at once. Commits
    /// never rest on a copy.
    /// </summary>
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
    /// How long a request waits for the cache, each time; half a second by default. After that it goes on without. Requests do not use a
    /// cache that failed or was too
    /// slow for five seconds; copies that they would have updated or removed are removed in the background. A thread that waits for its
    /// session cannot go on: the cache's client has a limit
    /// for that.
    /// </summary>
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
