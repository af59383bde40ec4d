using Microsoft.Extensions.Caching.Distributed;

namespace TypedSessions.Tests.Testing;

/// <summary>
/// A cache on a server with its own clock, which runs while the test clock stands still. Entries therefore live an additional hour, and
/// at least the smallest unit of the server.
/// </summary>
internal sealed class LongLivedCache(IDistributedCache inner) : IDistributedCache
{
    private static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    public byte[]? Get(string key) => inner.Get(key);

    public Task<byte[]?> GetAsync(string key, CancellationToken token = default) => inner.GetAsync(key, token);

    public void Set(string key, byte[] value, DistributedCacheEntryOptions options) => inner.Set(key, value, Prolong(options));

    public Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default)
        => inner.SetAsync(key, value, Prolong(options), token);

    public void Refresh(string key) => inner.Refresh(key);

    public Task RefreshAsync(string key, CancellationToken token = default) => inner.RefreshAsync(key, token);

    public void Remove(string key) => inner.Remove(key);

    public Task RemoveAsync(string key, CancellationToken token = default) => inner.RemoveAsync(key, token);

    private static DistributedCacheEntryOptions Prolong(DistributedCacheEntryOptions options)
    {
        var lifetime = Assert.NotNull(options.AbsoluteExpirationRelativeToNow);
        Assert.InRange(lifetime, TimeSpan.FromSeconds(1), TimeSpan.MaxValue);
        return new DistributedCacheEntryOptions { AbsoluteExpirationRelativeToNow = lifetime + Patience };
    }
}
