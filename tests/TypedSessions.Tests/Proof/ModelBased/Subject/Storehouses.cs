using Microsoft.Extensions.Caching.Distributed;
using TypedSessions.Engines.Cache;
using TypedSessions.Engines.CachedDatabase;
using TypedSessions.Engines.Files;
using TypedSessions.Engines.Memory;
using TypedSessions.Storage;
using TypedSessions.Tests.Engines.Cache;
using TypedSessions.Tests.Engines.Database;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Proof.ModelBased.Subject;

internal sealed class MemoryStorehouse(WorldClock clock) : Storehouse(clock)
{
    public override ValueTask EmptyAsync() => CloseAsync(0);

    protected override ValueTask<ISessionEngine> OpenAsync() => new(new MemorySessionEngine(Clock));
}

internal sealed class SqliteStorehouse(WorldClock clock) : Storehouse(clock)
{
    private readonly SqliteFile _file = new();

    public override ValueTask EmptyAsync()
    {
        if (File.Exists(_file.Path))
        {
            _file.Execute("DELETE FROM typed_sessions");
        }

        return ValueTask.CompletedTask;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _file.Dispose();
    }

    protected override async ValueTask<ISessionEngine> OpenAsync()
    {
        var engine = _file.NewEngine(Clock);
        await engine.EnsureCreatedAsync(default);
        return engine;
    }
}

internal sealed class PostgresStorehouse(WorldClock clock, PostgresSchema schema) : Storehouse(clock)
{
    public override async ValueTask EmptyAsync()
        => await schema.ExecuteAsync(
            "DO $$ BEGIN IF to_regclass('typed_sessions') IS NOT NULL THEN DELETE FROM typed_sessions; END IF; END $$");

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await schema.DisposeAsync();
    }

    protected override async ValueTask<ISessionEngine> OpenAsync()
    {
        var engine = schema.NewEngine(Clock);
        await engine.EnsureCreatedAsync(default);
        return engine;
    }
}

internal sealed class FilesStorehouse(WorldClock clock) : Storehouse(clock)
{
    private readonly TempFolder _temp = new();

    private string Folder => _temp.GetPath("sessions");

    public override ValueTask EmptyAsync()
    {
        if (Directory.Exists(Folder))
        {
            foreach (var file in Directory.EnumerateFiles(Folder, "*.session", SearchOption.AllDirectories))
            {
                File.Delete(file);
            }
        }

        return ValueTask.CompletedTask;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _temp.Dispose();
    }

    protected override ValueTask<ISessionEngine> OpenAsync()
        => new(new FileSessionEngine(new FileEngineOptions { Path = Folder, ClockSkew = TimeSpan.Zero }, Clock));
}

internal sealed class MemoryCacheStorehouse(WorldClock clock) : Storehouse(clock)
{
    public override ValueTask EmptyAsync() => CloseAsync(0);

    protected override ValueTask<ISessionEngine> OpenAsync() => new(new CacheSessionEngine(ProbedCache.InMemory(Clock), Clock));
}

internal sealed class RedisStorehouse(WorldClock clock, IDistributedCache redis) : Storehouse(clock)
{
    private string _prefix = NewPrefix();

    public override async ValueTask EmptyAsync()
    {
        await CloseAsync(0);
        await CloseAsync(1);
        _prefix = NewPrefix();
    }

    protected override ValueTask<ISessionEngine> OpenAsync()
        => new(new CacheSessionEngine(new PatientCache(redis), Clock, new CacheEngineOptions { KeyPrefix = _prefix }));
}

/// <summary>SQLite behind a cache that fails now and then.</summary>
internal sealed class CachedDatabaseStorehouse : Storehouse
{
    private readonly SqliteFile _file = new();
    private readonly Func<IDistributedCache> _newCache;
    private ProbedCache _cache;
    private string _prefix = "";
    private int _failures;

    public CachedDatabaseStorehouse(WorldClock clock, Func<WorldClock, IDistributedCache> newCache)
        : base(clock)
    {
        _newCache = () => newCache(clock);
        _cache = NewCache();
    }

    public override async ValueTask EmptyAsync()
    {
        await CloseAsync(0);
        if (File.Exists(_file.Path))
        {
            _file.Execute("DELETE FROM typed_sessions");
        }

        _failures = 0;
        _cache = NewCache();
    }

    public override void FailCache(int calls) => _failures = calls;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _file.Dispose();
    }

    protected override async ValueTask<ISessionEngine> OpenAsync()
    {
        var database = _file.NewEngine(Clock);
        await database.EnsureCreatedAsync(default);
        return new CachedDatabaseSessionEngine(
            database, _cache, Clock, new CachedDatabaseOptions { CacheTimeout = TimeSpan.FromMinutes(1), KeyPrefix = _prefix });
    }

    // A node that starts again does not know what it wrote while the cache was away, and
    // believes a copy for as long as any other node may: so here its cache goes with it.
    protected override void ForgetProcess() => _cache = NewCache();

    // Under names of its own, because a server keeps what others have left.
    private ProbedCache NewCache()
    {
        _prefix = NewPrefix();
        return new(_newCache()) { Before = _ => _failures-- > 0 ? throw new IOException("The cache is away.") : Task.CompletedTask };
    }
}
