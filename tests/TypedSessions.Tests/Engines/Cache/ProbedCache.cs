using System.Collections.Concurrent;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Internal;
using Microsoft.Extensions.Options;

namespace TypedSessions.Tests.Engines.Cache;

/// <summary>A cache that records its calls and can be made slow or broken.</summary>
internal sealed class ProbedCache(IDistributedCache inner) : IDistributedCache
{
    private readonly ConcurrentQueue<(string Operation, string Name)> _calls = new();

    /// <summary>The names of the calls, in order.</summary>
    public IEnumerable<(string Operation, string Name)> Calls => _calls;

    /// <summary>The lifetime of the last entry.</summary>
    public TimeSpan? LastLifetime { get; private set; }

    /// <summary>Runs before "get", its synchronous "get here", "set" or "remove" reaches the cache; may wait or throw.</summary>
    public Func<string, Task>? Before { get; set; }

    /// <summary>Creates an in-memory cache of ASP.NET Core with a test's clock.</summary>
    public static IDistributedCache InMemory(TimeProvider clock) => InMemory(new MemoryDistributedCacheOptions(), clock);

    /// <summary>
    /// Creates an in-memory cache without a size limit. With a limit, it sometimes subtracts an entry twice and then refuses entries while
    /// it is empty.
    /// </summary>
    public static IDistributedCache InMemoryWithoutLimit(TimeProvider clock)
        => InMemory(new MemoryDistributedCacheOptions { SizeLimit = null }, clock);

    private static MemoryDistributedCache InMemory(MemoryDistributedCacheOptions options, TimeProvider clock)
    {
        options.Clock = new SystemClock(clock);
        return new MemoryDistributedCache(Options.Create(options));
    }

    public byte[]? Get(string key)
    {
        ProbeAsync("get here", key).GetAwaiter().GetResult();
        return inner.Get(key);
    }

    public async Task<byte[]?> GetAsync(string key, CancellationToken token = default)
    {
        await ProbeAsync("get", key);
        return await inner.GetAsync(key, token);
    }

    public void Set(string key, byte[] value, DistributedCacheEntryOptions options) => inner.Set(key, value, options);

    public async Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default)
    {
        await ProbeAsync("set", key);
        LastLifetime = options.AbsoluteExpirationRelativeToNow;
        await inner.SetAsync(key, value, options, token);
    }

    public void Remove(string key) => inner.Remove(key);

    public async Task RemoveAsync(string key, CancellationToken token = default)
    {
        await ProbeAsync("remove", key);
        await inner.RemoveAsync(key, token);
    }

    public void Refresh(string key) => inner.Refresh(key);

    public Task RefreshAsync(string key, CancellationToken token = default) => inner.RefreshAsync(key, token);

    private Task ProbeAsync(string operation, string name)
    {
        _calls.Enqueue((operation, name));
        return Before?.Invoke(operation) ?? Task.CompletedTask;
    }

    private sealed class SystemClock(TimeProvider clock) : ISystemClock
    {
        public DateTimeOffset UtcNow => clock.GetUtcNow();
    }
}
