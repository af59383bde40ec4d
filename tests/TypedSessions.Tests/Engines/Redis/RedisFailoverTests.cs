using StackExchange.Redis;
using TypedSessions.Redis;
using TypedSessions.Redis.Records;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Engines.Redis;

/// <summary>Kills primaries under load. Changes that a replica has confirmed survive; without replicas, the last ones are lost.</summary>
public sealed class RedisFailoverTests : RedisEngineTest
{
    private static readonly int Failovers = LongForm.Failovers(unlessSet: 1);

    [Fact]
    public async Task A_failover_of_Sentinel_loses_nothing_that_waited_for_a_replica()
    {
        await using var servers = await RedisSentinel.StartAsync();
        await RunAsync(servers.Servers, servers.KillPrimaryAsync, servers.RestartAsync);
    }

    [Fact]
    public async Task A_move_of_slots_in_a_cluster_loses_nothing()
    {
        await using var cluster = new RedisCluster();
        await using var engine = Open(await cluster.GetServersAsync(), options: new RedisEngineOptions { KeyPrefix = "moved:" });
        var load = new FailoverLoad(engine, TimeProvider.System);
        using var end = new CancellationTokenSource();
        var running = load.RunAsync(end.Token);
        await UntilEachAsync([load]);
        foreach (var index in new RedisKeys("moved:").Indexes.Take(4))
        {
            await cluster.MoveSlotAsync(index.ToString());
        }

        await UntilEachAsync([load]);
        await end.CancelAsync();
        await running;
        Assert.Equivalent((Array.Empty<string>(), 0), await load.FindLostAsync(Token));
    }

    [Fact]
    public async Task A_failover_of_a_cluster_loses_nothing_that_waited_for_a_replica()
    {
        await using var cluster = new RedisCluster();
        var next = 0;
        await RunAsync(await cluster.GetServersAsync(), () => cluster.KillPrimaryAsync(next++), cluster.RestartAsync);
    }

    private async Task RunAsync(ConfigurationOptions servers, Func<Task<RedisProcess>> killAsync, Func<RedisProcess, Task> restartAsync)
    {
        servers.ConnectTimeout = 2000;
        await using var final = Open(servers, TimeSpan.FromSeconds(4), new RedisEngineOptions { KeyPrefix = "final:" });
        await using var every = Open(
            servers,
            TimeSpan.FromSeconds(4),
            new RedisEngineOptions { KeyPrefix = "every:", WaitForReplicas = WaitForReplicas.EveryCommit });
        FailoverLoad[] loads = [new(final, TimeProvider.System), new(every, TimeProvider.System)];
        var (lostCommits, confirmed) = (0, 0L);
        for (var failover = 0; failover < Failovers; failover++)
        {
            using var end = new CancellationTokenSource();
            var running = Task.WhenAll(loads.Select(load => load.RunAsync(end.Token)));
            await UntilEachAsync(loads);
            await UntilReplicasAreKnownAsync(loads);
            var killed = await killAsync();
            await UntilEachAsync(loads);
            await end.CancelAsync();
            await running;
            confirmed = loads.Sum(static load => load.Count);

            var (changes, commits) = await loads[0].FindLostAsync(Token);
            Assert.Empty(changes);
            lostCommits += commits;
            Assert.Equivalent((Array.Empty<string>(), 0), await loads[1].FindLostAsync(Token));
            await restartAsync(killed);
        }

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{Failovers} failovers, {confirmed} confirmed, {lostCommits} commits lost that did not wait");
    }

    // The engine checks for replicas once a second, and a second has passed since the last failover.
    private static async Task UntilReplicasAreKnownAsync(FailoverLoad[] loads)
    {
        for (var start = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(1.5);)
        {
            await UntilEachAsync(loads);
        }
    }

    // Waits before and after a failover, so that each worker has changed sessions on both primaries.
    private static async Task UntilEachAsync(FailoverLoad[] loads)
    {
        foreach (var load in loads)
        {
            for (var start = load.Count; load.Count < start + 200;)
            {
                Token.ThrowIfCancellationRequested();
                await Task.Yield();
            }
        }
    }
}
