using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace TypedSessions.Engines.CachedDatabase;

/// <summary>Options of a <see cref="CachedDatabaseSessionEngine"/>.</summary>
public sealed class CachedDatabaseOptions
{
    /// <summary>
    /// Gets or sets the prefix of all keys, which separates sessions from other entries of the cache. Each site that shares a cache needs a
    /// prefix. Django: <c>KEY_PREFIX</c> of the cache.
    /// </summary>
    /// <value>Not empty. Default: <c>typed-sessions-copy:</c>.</value>
    [Required(ErrorMessage = "{0} is empty. Set a prefix that no other key of the cache has.")]
    public string KeyPrefix { get; set; } = "typed-sessions-copy:";

    /// <summary>
    /// Gets or sets the key under which the cache is registered, where the application has several:
    /// <c>services.AddKeyedSingleton&lt;IDistributedCache&gt;("sessions", ...)</c>. Django: <c>SESSION_CACHE_ALIAS</c>.
    /// </summary>
    /// <value>Default: <see langword="null"/>, for the cache that is registered without a key.</value>
    public string? CacheName { get; set; }

    /// <summary>
    /// Gets or sets how long a cached copy is used before the database is read again. Other nodes see a logout, a rotation or a change
    /// within this time, the node itself at once. Commits are conditional in the database, so a stale copy loses no update.
    /// </summary>
    /// <value>From one millisecond to one day. Default: 30 seconds.</value>
    [OptionRange("00:00:00.001", "1.00:00:00")]
    public TimeSpan MaxStaleness { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Gets or sets how long a request waits for each operation of the cache before it continues without. A cache that failed or was too
    /// slow is not used for five seconds; copies that requests would have updated or removed are removed in the background. A
    /// synchronous load waits as long as the cache's client does.
    /// </summary>
    /// <value>From one millisecond to one minute. Default: half a second.</value>
    [OptionRange("00:00:00.001", "00:01:00")]
    public TimeSpan CacheTimeout { get; set; } = TimeSpan.FromMilliseconds(500);
}

/// <summary>Validates each option.</summary>
[OptionsValidator]
internal sealed partial class CachedDatabaseOptionsValidator : IValidateOptions<CachedDatabaseOptions>;
