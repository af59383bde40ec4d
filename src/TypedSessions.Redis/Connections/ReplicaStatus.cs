using System.Collections.Concurrent;
using System.Net;

namespace TypedSessions.Redis.Connections;

/// <summary>Caches for some seconds which servers have replicas.</summary>
internal sealed class ReplicaStatus(TimeProvider timeProvider)
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<EndPoint, (bool HasReplicas, long ReadAt)> _known = new();

    /// <summary>Returns whether a server has a replica that is connected.</summary>
    /// <param name="server">The server.</param>
    /// <param name="mayBeCached">Whether the answer may be some seconds old.</param>
    public async ValueTask<bool> HasReplicasAsync(IServer server, bool mayBeCached = true)
    {
        if (mayBeCached && _known.TryGetValue(server.EndPoint, out var known) && timeProvider.GetElapsedTime(known.ReadAt) < MaxAge)
        {
            return known.HasReplicas;
        }

        var readAt = timeProvider.GetTimestamp();
        var hasReplicas = HasReplicas(await ServerInfo.ReadAsync(server, "replication"));
        _known[server.EndPoint] = (hasReplicas, readAt);
        return hasReplicas;
    }

    // A line for each replica: "slave0:ip=127.0.0.1,port=6380,state=online,offset=1234,lag=0".
    private static bool HasReplicas(ILookup<string, string> info)
        => info.Any(static line => line.Key.StartsWith("slave", StringComparison.Ordinal)
            && line.Any(static value => value.Contains("state=online", StringComparison.Ordinal)));
}
