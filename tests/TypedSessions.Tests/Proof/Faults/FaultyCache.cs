using Microsoft.Extensions.Caching.Distributed;

namespace TypedSessions.Tests.Proof.Faults;

/// <summary>A distributed cache with faults in its calls.</summary>
internal sealed class FaultyCache(IDistributedCache inner, FaultPoints points) : IDistributedCache
{
    public byte[]? Get(string key) => points.Pass("get", () => inner.Get(key));

    public async Task<byte[]?> GetAsync(string key, CancellationToken token = default)
        => await points.PassAsync("get", async () => await inner.GetAsync(key, token));

    public void Set(string key, byte[] value, DistributedCacheEntryOptions options) => inner.Set(key, value, options);

    public async Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default)
        => await DoAsync("set", () => inner.SetAsync(key, value, options, token));

    public void Remove(string key) => inner.Remove(key);

    public async Task RemoveAsync(string key, CancellationToken token = default)
        => await DoAsync("remove", () => inner.RemoveAsync(key, token));

    public void Refresh(string key) => inner.Refresh(key);

    public Task RefreshAsync(string key, CancellationToken token = default) => inner.RefreshAsync(key, token);

    private async Task DoAsync(string call, Func<Task> make) => await points.PassAsync(call, async () =>
    {
        await make();
        return true;
    });
}
