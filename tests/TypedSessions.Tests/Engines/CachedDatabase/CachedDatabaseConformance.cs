using Microsoft.Extensions.Caching.Distributed;
using TypedSessions.Engines.CachedDatabase;
using TypedSessions.Storage;
using TypedSessions.Tests.Engines.Cache;
using TypedSessions.Tests.Engines.Conformance;
using TypedSessions.Tests.Engines.Database;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Engines.CachedDatabase;

public sealed class CachedDatabaseConformance : InProcessEngineConformance
{
    private readonly SqliteFile _file = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _file.Dispose();
    }

    protected override ValueTask<ISessionEngine> OpenAsync() => CachedSqlite.OpenAsync(_file, ProbedCache.InMemory(Clock), Clock);
}

public sealed class RedisCachedDatabaseConformance(RedisServer server) : EngineConformance
{
    private readonly SqliteFile _file = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _file.Dispose();
    }

    protected override async ValueTask<ISessionEngine> OpenAsync()
    {
        var options = new CachedDatabaseOptions { CacheTimeout = TimeSpan.FromMinutes(1) };
        return await CachedSqlite.OpenAsync(_file, await server.OpenCacheAsync(), Clock, options);
    }
}

internal static class CachedSqlite
{
    /// <summary>A cached database on a SQLite file.</summary>
    public static async ValueTask<ISessionEngine> OpenAsync(
        SqliteFile file, IDistributedCache cache, TimeProvider clock, CachedDatabaseOptions? options = null)
    {
        var database = file.NewLonelyEngine(clock);
        await database.EnsureCreatedAsync(TestContext.Current.CancellationToken);
        return new CachedDatabaseSessionEngine(database, cache, clock, options);
    }
}
