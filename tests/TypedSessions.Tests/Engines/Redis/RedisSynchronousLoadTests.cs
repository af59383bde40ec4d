using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Engines.Redis;

/// <summary>Code that loads the session synchronously, which blocks a thread of the pool until the server replies.</summary>
public sealed class RedisSynchronousLoadTests : RedisEngineTest
{
    // Less than the pool needs to add a thread for each load.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(8);

    [Fact]
    public async Task Synchronous_loads_on_all_threads_of_the_pool_are_answered()
    {
        await using var server = await RedisProcess.StartAsync();
        await using var engine = Open(RedisProcess.GetSettings(server.Port), Timeout);
        await engine.PrepareAsync(Token);
        var key = await StoreAsync(engine, NewRecord(("a", "1")));

        var loads = Enumerable.Range(0, 500).Select(_ => Task.Run(() => engine.Load(key, Timeout), Token));

        Assert.All(await Task.WhenAll(loads), Assert.NotNull);
    }

    [Fact]
    public async Task A_synchronous_load_connects_if_the_server_was_unavailable_at_start()
    {
        await using var server = await RedisProcess.StartAsync();
        await using var engine = Open(RedisProcess.GetSettings(server.Port));

        Assert.Null(engine.Load(Conformance.Records.NewKey(), TimeSpan.FromMinutes(1)));
    }
}
