using TypedSessions.Storage;
using TypedSessions.Tests.Engines.Conformance;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Engines.Redis;

public sealed class RedisConformance(RedisServer server) : EngineConformance
{
    protected override async ValueTask<ISessionEngine> OpenAsync() => await server.OpenEngineAsync(Clock);
}
