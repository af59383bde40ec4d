using Microsoft.Extensions.Caching.Distributed;

namespace TypedSessions.Benchmarks.Promises;

/// <summary>A distributed cache that counts its calls.</summary>
internal sealed class CountingCache(IDistributedCache cache) : IDistributedCache
{
    private int _calls;

    public int Calls => _calls;

    public byte[]? Get(string key) => Count().Get(key);

    public Task<byte[]?> GetAsync(string key, CancellationToken token = default) => Count().GetAsync(key, token);

    public void Set(string key, byte[] value, DistributedCacheEntryOptions options) => Count().Set(key, value, options);

    public Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default)
        => Count().SetAsync(key, value, options, token);

    public void Refresh(string key) => Count().Refresh(key);

    public Task RefreshAsync(string key, CancellationToken token = default) => Count().RefreshAsync(key, token);

    public void Remove(string key) => Count().Remove(key);

    public Task RemoveAsync(string key, CancellationToken token = default) => Count().RemoveAsync(key, token);

    private IDistributedCache Count()
    {
        Interlocked.Increment(ref _calls);
        return cache;
    }
}
