using System.Globalization;
using StackExchange.Redis;

namespace TypedSessions.Tests.Testing;

/// <summary>A primary with two replicas and three Sentinels.</summary>
internal sealed class RedisSentinel : IAsyncDisposable
{
    private const string Name = "sessions";

    private readonly List<RedisProcess> _servers = [];
    private readonly List<RedisProcess> _sentinels = [];

    /// <summary>The settings of connections through the Sentinels.</summary>
    public ConfigurationOptions Servers
    {
        get
        {
            var servers = RedisProcess.GetSettings([.. _sentinels.Select(static sentinel => sentinel.Port)]);
            servers.ServiceName = Name;
            return servers;
        }
    }

    public static async Task<RedisSentinel> StartAsync()
    {
        var set = new RedisSentinel();
        var primary = await RedisProcess.StartAsync("repl-diskless-sync-delay 0");
        set._servers.Add(primary);
        for (var i = 0; i < 2; i++)
        {
            set._servers.Add(await RedisProcess.StartAsync("repl-diskless-sync-delay 0", $"replicaof 127.0.0.1 {Text(primary.Port)}"));
        }

        await primary.UntilAsync(static info => HasReplicas(info, 2), "INFO", "replication");
        for (var i = 0; i < 3; i++)
        {
            set._sentinels.Add(await RedisProcess.StartAsync(
                RedisProcess.Sentinel, port: null,
                $"sentinel monitor {Name} 127.0.0.1 {Text(primary.Port)} 2",
                $"sentinel down-after-milliseconds {Name} 700",
                $"sentinel failover-timeout {Name} 3000",
                $"sentinel parallel-syncs {Name} 2"));
        }

        foreach (var sentinel in set._sentinels)
        {
            await sentinel.UntilAsync(static answer => answer.StartsWith("OK 3", StringComparison.Ordinal), "SENTINEL", "CKQUORUM", Name);
            await sentinel.UntilAsync(
                static answer => answer.Split('\n').Count(static line => line == "name") == 2, "SENTINEL", "REPLICAS", Name);
        }

        return set;
    }

    /// <summary>Kills the primary and waits until a replica has replaced it.</summary>
    public async Task<RedisProcess> KillPrimaryAsync()
    {
        var primary = await FindPrimaryAsync();
        primary.Kill();
        await _sentinels[0].UntilAsync(
            address => address.Length > 0 && !address.EndsWith(Text(primary.Port), StringComparison.Ordinal),
            "SENTINEL", "GET-MASTER-ADDR-BY-NAME", Name);
        return primary;
    }

    /// <summary>Restarts a killed primary as a replica.</summary>
    public async Task RestartAsync(RedisProcess killed)
    {
        var primary = await FindPrimaryAsync();
        await killed.RestartAsync();
        await killed.ExecuteAsync("REPLICAOF", "127.0.0.1", Text(primary.Port));

        // On a busy machine, Sentinel may already have promoted another server.
        var start = TimeProvider.System.GetTimestamp();
        for (var info = ""; !HasReplicas(info, 2); info = await (await FindPrimaryAsync()).ExecuteAsync("INFO", "replication"))
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < RedisProcess.MaxWait, $"The primary misses replicas: {info}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _sentinels.Concat(_servers))
        {
            await process.DisposeAsync();
        }
    }

    private async Task<RedisProcess> FindPrimaryAsync()
    {
        var address = (await _sentinels[0].ExecuteAsync("SENTINEL", "GET-MASTER-ADDR-BY-NAME", Name)).Split('\n');
        return _servers.Single(server => Text(server.Port) == address[1].Trim());
    }

    private static bool HasReplicas(string info, int count) => info.Split("state=online").Length == count + 1;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
