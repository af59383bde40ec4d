using TypedSessions.Engines.Cache;
using TypedSessions.Engines.Files;
using TypedSessions.Engines.Memory;
using TypedSessions.Storage;
using TypedSessions.Tests.Engines.Cache;
using TypedSessions.Tests.Engines.CachedDatabase;
using TypedSessions.Tests.Engines.Database;

namespace TypedSessions.Tests.Testing;

/// <summary>Opens engines by name, for tests of behaviour that does not depend on the engine.</summary>
internal sealed class AnyEngine(PostgresServer postgres, MariaDbServer mariaDb, RedisServer redis) : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly SqliteFile _file = new();
    private readonly string _prefix = RedisServer.NewPrefix();
    private PostgresSchema? _schema;
    private MariaDbDatabase? _database;

    /// <summary>The names of the engines with records on the server.</summary>
    public static TheoryData<string> Names
        => ["memory", "files", "cache", "redis cache", "redis", "sqlite", "postgres", "mariadb", "cached database"];

    /// <summary>The names of the engines that can find the sessions of a user.</summary>
    public static TheoryData<string> NamesOfInventories => ["memory", "files", "redis", "sqlite", "postgres", "mariadb", "cached database"];

    public async ValueTask<ISessionEngine> OpenAsync(string name, TimeProvider clock)
    {
        switch (name)
        {
            case "memory":
                return new MemorySessionEngine(clock);
            case "files":
                return new FileSessionEngine(new FileEngineOptions { Path = _folder.GetPath("sessions") }, clock);
            case "cache":
                return new CacheSessionEngine(ProbedCache.InMemory(clock), clock);
            case "redis":
                return await redis.OpenEngineAsync(clock, _prefix);
            case "redis cache":
                return new CacheSessionEngine(await redis.OpenCacheAsync(), clock);
            case "cached database":
                return await CachedSqlite.OpenAsync(_file, ProbedCache.InMemory(clock), clock);
            default:
                var engine = name switch
                {
                    "sqlite" => _file.NewEngine(clock),
                    "mariadb" => (_database ??= await mariaDb.OpenAsync()).NewEngine(clock),
                    _ => (_schema ??= await postgres.OpenAsync()).NewEngine(clock),
                };
                await engine.EnsureCreatedAsync(TestContext.Current.CancellationToken);
                return engine;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _folder.Dispose();
        _file.Dispose();
        if (_schema is not null)
        {
            await _schema.DisposeAsync();
        }

        if (_database is not null)
        {
            await _database.DisposeAsync();
        }
    }
}
