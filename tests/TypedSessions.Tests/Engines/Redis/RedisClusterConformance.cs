using StackExchange.Redis;
using TypedSessions.Redis;
using TypedSessions.Storage;
using TypedSessions.Tests.Engines.Conformance;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Engines.Redis;

/// <summary>A cluster whose primaries have replicas, for which final changes wait.</summary>
public sealed class RedisClusterConformance(RedisCluster cluster) : EngineConformance
{
    private ConnectionMultiplexer? _connection;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await (_connection?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    protected override async ValueTask<ISessionEngine> OpenAsync()
    {
        _connection = await ConnectionMultiplexer.ConnectAsync(await cluster.GetServersAsync());
        return new RedisSessionEngine(
            _connection, Clock, new RedisEngineOptions { KeyPrefix = RedisServer.NewPrefix(), ClockSkew = TimeSpan.Zero });
    }
}
