using StackExchange.Redis;
using TypedSessions.Redis;
using TypedSessions.Redis.Records;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Engines.Redis;

public sealed class RedisClusterTests(RedisCluster cluster) : RedisEngineTest
{
    [Fact]
    public async Task Each_256_slots_of_a_cluster_have_one_bucket()
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(await cluster.GetServersAsync());
        var slots = new RedisKeys("any prefix:").Indexes.Select(connection.GetHashSlot).ToArray();
        Assert.Equal(Enumerable.Range(0, RedisKeys.Buckets), slots.Select(slot => slot / 256));
    }

    [Fact]
    public async Task A_user_with_the_documented_rights_can_use_every_operation_on_a_cluster()
    {
        string[] grants = ["on", ">secret", "~granted:*", .. RedisAccessTests.Grants.Split(' '), "+cluster|nodes"];
        foreach (var node in await cluster.StartAsync())
        {
            Assert.Equal("OK", await node.ExecuteAsync(["ACL", "SETUSER", "app", .. grants]));
        }

        var servers = await cluster.GetServersAsync();
        (servers.User, servers.Password) = ("app", "secret");
        await using var engine = Open(servers, options: new RedisEngineOptions { KeyPrefix = "granted:" });
        await engine.PrepareAsync(Token);
        for (var i = 0; i < 20; i++)
        {
            var record = NewRecord(("a", "1")) with { Owner = "ann" };
            var key = await StoreAsync(engine, record);
            var newKey = NewKeyAfter(engine, key);
            Assert.True((await engine.RotateAsync(key, newKey, record, Change(), Token)).IsStored);
        }

        Assert.Equal(20, await engine.FindByOwnerAsync("ann", Token).CountAsync(Token));
    }
}
