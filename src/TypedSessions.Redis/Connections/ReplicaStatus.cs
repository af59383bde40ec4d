using System.Collections.Concurrent;
using System.Net;

namespace TypedSessions.Redis.Connections;

/// <summary>Caches for a short time how many replicas each server has.</summary>
internal sealed class ReplicaStatus(TimeProvider timeProvider)
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(5);

    // Changes do not wait for a replica that has connected since, so this is shorter.
    private static readonly TimeSpan MaxAgeOfNone = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<EndPoint, (int Count, long ReadAt)> _known = new();

    /// <summary>Returns how many replicas of a server are connected. The number may be some seconds old.</summary>
    public ValueTask<int> CountAsync(IServer server)
        => _known.TryGetValue(server.EndPoint, out var known)
            && timeProvider.GetElapsedTime(known.ReadAt) < (known.Count > 0 ? MaxAge : MaxAgeOfNone)
                ? ValueTask.FromResult(known.Count)
                : ReadAsync(server);

    /// <summary>Returns how many replicas of a server are connected now.</summary>
    public async ValueTask<int> ReadAsync(IServer server)
    {
        var readAt = timeProvider.GetTimestamp();
        var count = Count(await ServerInfo.ReadAsync(server, "replication"));
        _known[server.EndPoint] = (count, readAt);
        return count;
    }

    // A line for each replica: "slave0:ip=127.0.0.1,port=6380,state=online,offset=1234,lag=0".
    private static int Count(ILookup<string, string> info)
        => info.Where(static line => line.Key.StartsWith("slave", StringComparison.Ordinal))
            .Count(static line => line.First().Contains("state=online", StringComparison.Ordinal));
}
