using Microsoft.Extensions.Caching.Distributed;
using StackExchange.Redis;

namespace TypedSessions.Tests.Testing;

/// <summary>
/// Redis for those who ask it a million things. Its client (1.2.6) now and then stops reading the answers that it has got; then
/// another connection is asked the same, which can be done because nothing that is asked of a cache differs when it is done twice.
/// </summary>
internal sealed class SteadyRedisCache : IDistributedCache
{
    private readonly RedisServer _server;
    private RedisCache _cache;

    private SteadyRedisCache(RedisServer server, RedisCache cache)
    {
        _server = server;
        _cache = cache;
    }

    public static async Task<SteadyRedisCache> OpenAsync(RedisServer server) => new(server, new RedisCache(await server.OpenAloneAsync()));

    public byte[]? Get(string key) => DoAsync(cache => Task.FromResult(cache.Get(key))).GetAwaiter().GetResult();

    public Task<byte[]?> GetAsync(string key, CancellationToken token = default) => DoAsync(cache => cache.GetAsync(key, token));

    // The library asks for nothing but Get without awaiting it.
    public void Set(string key, byte[] value, DistributedCacheEntryOptions options)
        => SetAsync(key, value, options).GetAwaiter().GetResult();

    public Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default)
        => DoAsync(cache => cache.SetAsync(key, value, options, token));

    public void Remove(string key) => RemoveAsync(key).GetAwaiter().GetResult();

    public Task RemoveAsync(string key, CancellationToken token = default) => DoAsync(cache => cache.RemoveAsync(key, token));

    public void Refresh(string key)
    {
    }

    public Task RefreshAsync(string key, CancellationToken token = default) => Task.CompletedTask;

    private Task DoAsync(Func<RedisCache, Task> ask)
        => DoAsync(async cache =>
        {
            await ask(cache);
            return true;
        });

    private async Task<T> DoAsync<T>(Func<RedisCache, Task<T>> ask)
    {
        try
        {
            return await ask(_cache);
        }
        catch (Exception error) when (error is RedisTimeoutException or RedisConnectionException)
        {
            _cache = new RedisCache(await _server.OpenAloneAsync());
            return await ask(_cache);
        }
    }
}
