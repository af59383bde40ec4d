using TypedSessions.Engines.Memory;
using TypedSessions.Storage;
using TypedSessions.Tests.Engines.Conformance;

namespace TypedSessions.Tests.Engines.Memory;

public sealed class MemoryConformance : InProcessEngineConformance
{
    protected override ValueTask<ISessionEngine> OpenAsync() => ValueTask.FromResult<ISessionEngine>(new MemorySessionEngine(Clock));
}
