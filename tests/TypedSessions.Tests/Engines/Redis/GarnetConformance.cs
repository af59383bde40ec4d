using Garnet;
using StackExchange.Redis;
using TypedSessions.Redis;
using TypedSessions.Storage;
using TypedSessions.Tests.Engines.Conformance;
using TypedSessions.Tests.Engines.Redis;
using TypedSessions.Tests.Testing;

[assembly: AssemblyFixture(typeof(GarnetProcess))]

namespace TypedSessions.Tests.Engines.Redis;

/// <summary>Garnet, an in-process server with the protocol of Redis, with Lua enabled.</summary>
public sealed class GarnetProcess : IAsyncDisposable
{
    private readonly Lazy<Task<(GarnetServer Server, ConnectionMultiplexer Connection)>> _ready = new(static () => Task.Run(StartAsync));

    internal async Task<ConnectionMultiplexer> ConnectAsync() => (await _ready.Value).Connection;

    public async ValueTask DisposeAsync()
    {
        if (_ready is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            var (server, connection) = await _ready.Value;
            await connection.DisposeAsync();
            server.Dispose();
        }
    }

    private static async Task<(GarnetServer Server, ConnectionMultiplexer Connection)> StartAsync()
    {
        var port = FreePort.Take();
        var server = new GarnetServer(
            ["--bind", "127.0.0.1", "--port", $"{port}", "--lua", "true", "--memory", "64m", "--page", "1m", "--index", "4m"]);
        server.Start();
        return (server, await ConnectionMultiplexer.ConnectAsync(RedisProcess.GetSettings(port)));
    }
}

public sealed class GarnetConformance(GarnetProcess server) : EngineConformance
{
    protected override async ValueTask<ISessionEngine> OpenAsync()
        => new RedisSessionEngine(
            await server.ConnectAsync(),
            Clock,
            new RedisEngineOptions { KeyPrefix = RedisServer.NewPrefix(), ClockSkew = TimeSpan.Zero });
}
