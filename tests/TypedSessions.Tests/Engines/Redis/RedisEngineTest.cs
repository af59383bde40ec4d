using StackExchange.Redis;
using TypedSessions.Redis;
using TypedSessions.Redis.Records;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Engines.Redis;

/// <summary>Base class of tests with engines on separate servers.</summary>
public abstract class RedisEngineTest
{
    internal ManualClock Clock { get; } = new();

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Creates an engine with its own connections, like <c>UseRedis("host:6379")</c>.</summary>
    /// <param name="servers">The servers.</param>
    /// <param name="timeout">The timeout of a command. Default: a minute.</param>
    /// <param name="options">The options.</param>
    internal RedisSessionEngine Open(ConfigurationOptions servers, TimeSpan? timeout = null, RedisEngineOptions? options = null)
        => new(servers, timeout ?? TimeSpan.FromMinutes(1), Clock, options);

    private protected SessionRecord NewRecord(params (string Key, string Value)[] values)
        => new() { Values = Values(values), CreatedAt = Clock.GetUtcNow(), ExpiresAt = Clock.GetUtcNow() + TimeSpan.FromDays(14) };

    private protected SessionChanges Change(params SessionValueChange[] values)
        => new() { Values = values, ExpiresAt = Clock.GetUtcNow() + TimeSpan.FromDays(14) };

    private protected static async Task<SessionKey> StoreAsync(ISessionEngine engine, SessionRecord record)
    {
        var key = NewKey();
        Assert.True(await engine.CreateAsync(key, record, Token));
        return key;
    }

    /// <summary>Creates a key in a bucket.</summary>
    private protected static SessionKey NewKeyIn(int bucket)
    {
        var key = NewKey();
        while (RedisKeys.GetBucket(key) != bucket)
        {
            key = NewKey();
        }

        return key;
    }

    /// <summary>Creates a key that a session can be rotated to.</summary>
    internal static SessionKey NewKeyAfter(RedisSessionEngine engine, SessionKey key)
    {
        var newKey = NewKey();
        while (!engine.CanRotate(key, newKey))
        {
            newKey = NewKey();
        }

        return newKey;
    }

    private protected static async Task<SessionEngineException> AssertFailsAsync(Func<Task> work, string hint)
    {
        var error = await Assert.ThrowsAsync<SessionEngineException>(work);
        Assert.True(error.Message.Contains(hint, StringComparison.Ordinal), error.ToString());
        return error;
    }
}
