using Microsoft.Extensions.Caching.Distributed;

namespace TypedSessions.Engines.Cache;

/// <summary>The entries under one prefix of a cache.</summary>
internal sealed class CacheEntries(IDistributedCache cache, string prefix)
{
    private static readonly byte[] Tombstone = [1];

    /// <summary>Gets the name of the cache's type, for messages.</summary>
    public string CacheType { get; } = cache.GetType().Name;

    /// <summary>Returns the entry of a key; <see langword="null"/> if there is none.</summary>
    public async ValueTask<byte[]?> FindAsync(SessionKey key, CancellationToken cancellationToken)
        => await cache.GetAsync(GetName(key), cancellationToken);

    /// <summary>Returns the entry of a key by a synchronous call, if the cache has such calls.</summary>
    public async ValueTask<byte[]?> FindSynchronouslyAsync(SessionKey key)
    {
        try
        {
            return cache.Get(GetName(key));
        }
        catch (NotSupportedException)
        {
            return await FindAsync(key, CancellationToken.None);
        }
    }

    /// <summary>Stores the entry of a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="entry">The bytes to store. The cache may keep the array itself.</param>
    /// <param name="lifetime">
    /// The time after which the cache drops the entry. It is relative, because the cache may have another clock.
    /// </param>
    public async ValueTask SetAsync(SessionKey key, byte[] entry, TimeSpan lifetime)
    {
        // Caches round lifetimes to seconds or milliseconds, and drop or reject shorter ones. Readers check the expiry themselves.
        var seconds = TimeSpan.FromSeconds(Math.Ceiling(lifetime.TotalSeconds));
        await cache.SetAsync(GetName(key), entry, new() { AbsoluteExpirationRelativeToNow = seconds }, CancellationToken.None);
    }

    /// <summary>Removes the entry of a key, if there is one.</summary>
    public async ValueTask RemoveAsync(SessionKey key) => await cache.RemoveAsync(GetName(key), CancellationToken.None);

    /// <summary>Stores a tombstone beside a key's entry.</summary>
    public async ValueTask SetTombstoneAsync(SessionKey key, TimeSpan lifetime)
        => await cache.SetAsync(
            GetTombstoneName(key), Tombstone, new() { AbsoluteExpirationRelativeToNow = lifetime }, CancellationToken.None);

    /// <summary>Returns whether a key has a tombstone.</summary>
    public async ValueTask<bool> HasTombstoneAsync(SessionKey key)
        => await cache.GetAsync(GetTombstoneName(key), CancellationToken.None) is not null;

    /// <summary>Removes the tombstone of a key, if there is one.</summary>
    public async ValueTask RemoveTombstoneAsync(SessionKey key)
        => await cache.RemoveAsync(GetTombstoneName(key), CancellationToken.None);

    private string GetName(SessionKey key) => $"{prefix}{key}";

    private string GetTombstoneName(SessionKey key) => $"{prefix}gone:{key}";
}
