using TypedSessions.Engines.Cache;
using TypedSessions.Storage;
using TypedSessions.Tests.Engines.Conformance;

namespace TypedSessions.Tests.Engines.Cache;

public sealed class MemoryCacheConformance : StoredRecordConformance
{
    protected override bool RemembersExpired => false;

    protected override ValueTask<ISessionEngine> OpenAsync()
        => ValueTask.FromResult<ISessionEngine>(new CacheSessionEngine(ProbedCache.InMemory(Clock), Clock));
}
