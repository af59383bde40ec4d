using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace TypedSessions.Engines.Cache;

/// <summary>Options of a <see cref="CacheSessionEngine"/>.</summary>
public sealed class CacheEngineOptions
{
    /// <summary>
    /// Gets or sets the prefix of all keys, which separates sessions from other entries of the cache. Each site that shares a cache needs a
    /// prefix. Django: <c>KEY_PREFIX</c> of the cache.
    /// </summary>
    /// <value>Not empty. Default: <c>typed-sessions:</c>.</value>
    [Required(ErrorMessage = "{0} is empty. Set a prefix that no other key of the cache has.")]
    public string KeyPrefix { get; set; } = "typed-sessions:";

    /// <summary>
    /// Gets or sets the key under which the cache is registered, where the application has several:
    /// <c>services.AddKeyedSingleton&lt;IDistributedCache&gt;("sessions", ...)</c>. Django: <c>SESSION_CACHE_ALIAS</c>.
    /// </summary>
    /// <value>Default: <see langword="null"/>, for the cache that is registered without a key.</value>
    public string? CacheName { get; set; }
}

/// <summary>Validates each option.</summary>
[OptionsValidator]
internal sealed partial class CacheEngineOptionsValidator : IValidateOptions<CacheEngineOptions>;
