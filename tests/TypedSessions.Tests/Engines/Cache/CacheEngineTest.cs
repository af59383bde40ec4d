using Microsoft.Extensions.Caching.Distributed;
using TypedSessions.Engines.Cache;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Engines.Cache;

/// <summary>Base class of tests with a cache and an engine on it.</summary>
public abstract class CacheEngineTest
{
    private readonly IDistributedCache _memory;

    protected CacheEngineTest()
    {
        _memory = ProbedCache.InMemory(Clock);
        Cache = new ProbedCache(_memory);
        Engine = NewEngine(Cache);
    }

    internal ManualClock Clock { get; } = new();

    /// <summary>The cache of <see cref="Engine"/>.</summary>
    internal ProbedCache Cache { get; }

    protected CacheSessionEngine Engine { get; }

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The engine of another node on the same cache.</summary>
    protected CacheSessionEngine NewNode() => NewEngine(_memory);

    protected static string GetName(SessionKey key) => $"typed-sessions:{key}";

    protected SessionRecord NewRecord(params (string Key, string Value)[] values)
        => new() { Values = Values(values), CreatedAt = Clock.GetUtcNow(), ExpiresAt = Clock.GetUtcNow() + TimeSpan.FromDays(14) };

    protected SessionChanges Change(params SessionValueChange[] values)
        => new() { Values = values, ExpiresAt = Clock.GetUtcNow() + TimeSpan.FromDays(14) };

    protected async Task<SessionKey> StoreAsync(SessionRecord record)
    {
        var key = NewKey();
        Assert.True(await Engine.CreateAsync(key, record, Token));
        return key;
    }

    private CacheSessionEngine NewEngine(IDistributedCache cache) => new(cache, Clock);
}
