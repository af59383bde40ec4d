using Microsoft.Extensions.Caching.Distributed;

namespace TypedSessions.Benchmarks.Promises;

/// <summary>Counts the calls of a cache.</summary>
internal sealed class CountingCache(IDistributedCache cache) : IDistributedCache
{
    private int _calls;

    public int Calls => _calls;

    public byte[]? Get(string key) => Counted().Get(key);

    public Task<byte[]?> GetAsync(string key, CancellationToken token = default) => Counted().GetAsync(key, token);

    public void Set(string key, byte[] value, DistributedCacheEntryOptions options) => Counted().Set(key, value, options);

    public Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default)
        => Counted().SetAsync(key, value, options, token);

    public void Refresh(string key) => Counted().Refresh(key);

    public Task RefreshAsync(string key, CancellationToken token = default) => Counted().RefreshAsync(key, token);

    public void Remove(string key) => Counted().Remove(key);

    public Task RemoveAsync(string key, CancellationToken token = default) => Counted().RemoveAsync(key, token);

    private IDistributedCache Counted()
    {
        Interlocked.Increment(ref _calls);
        return cache;
    }
}
