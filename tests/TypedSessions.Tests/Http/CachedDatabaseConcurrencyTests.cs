using TypedSessions.Tests.Engines.Cache;
using TypedSessions.Tests.Engines.CachedDatabase;
using TypedSessions.Tests.Engines.Database;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Http;

public sealed class CachedDatabaseConcurrencyTests : ConcurrencyTests, IDisposable
{
    private readonly SqliteFile _file = new();

    public void Dispose() => _file.Dispose();

    protected override bool HasNodes => true;

    private protected override Task<TestSite> StartSiteAsync(Action<TypedSessionsOptions>? options = null)
        => TestSite.StartAsync(Map, options, engine: clock => CachedSqlite.OpenAsync(_file, ProbedCache.InMemory(clock), clock));
}
