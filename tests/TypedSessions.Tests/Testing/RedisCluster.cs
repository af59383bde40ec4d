using System.Globalization;
using StackExchange.Redis;
using TypedSessions.Tests.Testing;

[assembly: AssemblyFixture(typeof(RedisCluster))]

namespace TypedSessions.Tests.Testing;

/// <summary>A Redis cluster of three primaries with one replica each, which starts when a test first needs it.</summary>
public sealed class RedisCluster : IAsyncDisposable
{
    private const int Primaries = 3;
    private const int Slots = 16384;

    private readonly Lazy<Task<RedisProcess[]>> _nodes = new(static () => Task.Run(() => StartNodesAsync(Primaries, Primaries)));

    /// <summary>Starts primaries without replicas, which is faster.</summary>
    internal static Task<RedisProcess[]> StartPrimariesAsync(int count) => StartNodesAsync(count, replicas: 0);

    /// <summary>The nodes: the primaries and then their replicas in the same order.</summary>
    internal Task<RedisProcess[]> StartAsync() => _nodes.Value;

    /// <summary>The settings of connections to the cluster.</summary>
    internal async Task<ConfigurationOptions> GetServersAsync()
        => RedisProcess.GetSettings([.. (await StartAsync()).Select(static node => node.Port)]);

    /// <summary>Moves the slot of a key from the first primary to the second one.</summary>
    internal async Task MoveSlotAsync(string key)
    {
        var nodes = await StartAsync();
        await MoveSlotAsync(nodes[0], nodes[1], key, static () => Task.CompletedTask);
    }

    /// <summary>Moves the slot of a key, like <c>redis-cli --cluster reshard</c>.</summary>
    /// <param name="source">The primary that has the slot.</param>
    /// <param name="target">The primary that gets the slot.</param>
    /// <param name="key">The key.</param>
    /// <param name="whenKeyHasMoved">Called when only this key of the slot has moved.</param>
    internal static async Task MoveSlotAsync(RedisProcess source, RedisProcess target, string key, Func<Task> whenKeyHasMoved)
    {
        var slot = await source.ExecuteAsync("CLUSTER", "KEYSLOT", key);
        var (sourceId, targetId) = (await source.ExecuteAsync("CLUSTER", "MYID"), await target.ExecuteAsync("CLUSTER", "MYID"));
        await target.ExecuteAsync("CLUSTER", "SETSLOT", slot, "IMPORTING", sourceId);
        await source.ExecuteAsync("CLUSTER", "SETSLOT", slot, "MIGRATING", targetId);
        string[] migrate = ["MIGRATE", "127.0.0.1", Text(target.Port), "", "0", "10000", "KEYS"];
        await source.ExecuteAsync([.. migrate, key]);
        await whenKeyHasMoved();
        while (await source.ExecuteAsync("CLUSTER", "GETKEYSINSLOT", slot, "5") is { Length: > 0 } keys)
        {
            await source.ExecuteAsync([.. migrate, .. keys.Split('\n')]);
        }

        await target.ExecuteAsync("CLUSTER", "SETSLOT", slot, "NODE", targetId);
        await source.ExecuteAsync("CLUSTER", "SETSLOT", slot, "NODE", targetId);
    }

    /// <summary>Kills the primary of a third of the slots and waits until its replica has replaced it.</summary>
    internal async Task<RedisProcess> KillPrimaryAsync(int number)
    {
        var nodes = await StartAsync();
        var pair = number % Primaries;
        var isFirst = (await nodes[pair].ExecuteAsync("ROLE")).StartsWith("master", StringComparison.Ordinal);
        var (primary, replica) = isFirst ? (nodes[pair], nodes[pair + Primaries]) : (nodes[pair + Primaries], nodes[pair]);
        primary.Kill();
        await replica.UntilAsync(static role => role.StartsWith("master", StringComparison.Ordinal), "ROLE");
        return primary;
    }

    /// <summary>Restarts a killed primary, which becomes a replica.</summary>
    internal async Task RestartAsync(RedisProcess killed)
    {
        await killed.RestartAsync();
        await killed.UntilAsync(
            static role => role.StartsWith("slave", StringComparison.Ordinal) && role.Contains("connected", StringComparison.Ordinal),
            "ROLE");
    }

    public async ValueTask DisposeAsync()
    {
        if (_nodes is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            foreach (var node in await _nodes.Value)
            {
                await node.DisposeAsync();
            }
        }
    }

    private static async Task<RedisProcess[]> StartNodesAsync(int primaries, int replicas)
    {
        var busPorts = Enumerable.Range(0, primaries + replicas).Select(static _ => Text(FreePort.Take())).ToArray();
        var nodes = await Task.WhenAll(busPorts.Select(port => RedisProcess.StartAsync(
            "cluster-enabled yes", $"cluster-port {port}", "cluster-node-timeout 1500", "cluster-replica-validity-factor 0",
            "repl-diskless-sync-delay 0", "enable-debug-command yes")));
        for (var i = 0; i < primaries; i++)
        {
            await nodes[i].ExecuteAsync("CLUSTER", "ADDSLOTSRANGE", Text(Slots * i / primaries), Text((Slots * (i + 1) / primaries) - 1));
        }

        for (var i = 0; i < nodes.Length; i++)
        {
            await nodes[i].ExecuteAsync("CLUSTER", "SET-CONFIG-EPOCH", Text(i + 1));
            await nodes[0].ExecuteAsync("CLUSTER", "MEET", "127.0.0.1", Text(nodes[i].Port), busPorts[i]);
        }

        for (var i = 0; i < nodes.Length; i++)
        {
            await nodes[i].UntilAsync(
                info => info.Contains($"cluster_known_nodes:{Text(nodes.Length)}", StringComparison.Ordinal), "CLUSTER", "INFO");
        }

        for (var i = 0; i < replicas; i++)
        {
            var primary = await nodes[i].ExecuteAsync("CLUSTER", "MYID");
            await nodes[primaries + i].UntilAsync(static answer => answer == "OK", "CLUSTER", "REPLICATE", primary);
        }

        for (var i = 0; i < replicas; i++)
        {
            await nodes[i].UntilAsync(static info => info.Contains("state=online", StringComparison.Ordinal), "INFO", "replication");
        }

        foreach (var node in nodes)
        {
            await node.UntilAsync(static info => info.Contains("cluster_state:ok", StringComparison.Ordinal), "CLUSTER", "INFO");
        }

        return nodes;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
