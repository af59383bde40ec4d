using Microsoft.Extensions.Caching.Distributed;
using StackExchange.Redis;

namespace TypedSessions.Tests.Testing;

/// <summary>Redis as a distributed cache: plain strings with a time to live, nothing that slides.</summary>
internal sealed class RedisCache(IDatabase database) : IDistributedCache
{
    /// <summary>A prefix that no other test uses.</summary>
    public static string NewPrefix() => $"{Guid.NewGuid():N}:";

    public byte[]? Get(string key) => database.StringGet(key);

    public async Task<byte[]?> GetAsync(string key, CancellationToken token = default)
    {
        token.ThrowIfCancellationRequested();
        return await database.StringGetAsync(key);
    }

    public void Set(string key, byte[] value, DistributedCacheEntryOptions options)
        => database.StringSet(key, value, options.AbsoluteExpirationRelativeToNow);

    public async Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default)
    {
        token.ThrowIfCancellationRequested();
        await database.StringSetAsync(key, value, options.AbsoluteExpirationRelativeToNow);
    }

    public void Remove(string key) => database.KeyDelete(key);

    public async Task RemoveAsync(string key, CancellationToken token = default)
    {
        token.ThrowIfCancellationRequested();
        await database.KeyDeleteAsync(key);
    }

    public void Refresh(string key)
    {
    }

    public Task RefreshAsync(string key, CancellationToken token = default) => Task.CompletedTask;
}
