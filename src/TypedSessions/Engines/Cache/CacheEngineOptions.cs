namespace TypedSessions.Engines.Cache;

/// <summary>Which cache a <see cref="CacheSessionEngine"/> uses, and where in it.</summary>
public sealed class CacheEngineOptions
{
    /// <summary>
    /// What the names of all entries begin with, so that sessions never mix with what else is in the cache;
    /// <c>typed-sessions:</c> by default. Sites that share a cache need one each. Django: <c>KEY_PREFIX</c> of the cache.
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
    } = "typed-sessions:";

    /// <summary>
    /// The key under which the cache is registered, where the application has several:
    /// <c>services.AddKeyedSingleton&lt;IDistributedCache&gt;("sessions", ...)</c>. <see
    /// langword="null"/>, the default, is the one without a key. Django: <c>SESSION_CACHE_ALIAS</c>.
    /// </summary>
    public string? CacheName { get; set; }
}
