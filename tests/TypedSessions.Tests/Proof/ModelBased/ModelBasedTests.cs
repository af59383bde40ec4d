using TypedSessions.Tests.Engines.Cache;
using TypedSessions.Tests.Proof.ModelBased.Subject;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Proof.ModelBased;

/// <summary>
/// Random sequences of operations, on the library and on a plain model of its promises: several browsers with old, foreign
/// and made-up cookies, several requests open at once, failures of the engine, restarts, clearing, administrators and jobs.
/// Whatever a client, the code or an administrator can see has to be the same, and so have the calls that the engine gets.
/// </summary>
/// <remarks>
/// A failure prints the shortest sequence that was found and its seed, to be repeated by
/// <c>TYPED_SESSIONS_SEED</c>. <c>TYPED_SESSIONS_OPERATIONS</c> says how many operations all engines get together.
/// </remarks>
public sealed class ModelBasedTests(PostgresServer postgres, RedisServer redis)
{
    private const int Operations = 30_000;

    [Fact]
    public Task Sessions_in_memory_are_as_promised() => CheckAsync("memory", 40, clock => new MemoryStorehouse(clock));

    [Fact]
    public Task Sessions_in_memory_are_as_promised_with_the_other_options_too()
        => CheckAsync("memory with other options", 10, clock => new MemoryStorehouse(clock), new Options(IsOtherwise: true));

    [Fact]
    public Task Sessions_in_SQLite_are_as_promised() => CheckAsync("SQLite", 8, clock => new SqliteStorehouse(clock));

    [Fact]
    public async Task Sessions_in_PostgreSQL_are_as_promised()
    {
        var schema = await postgres.OpenAsync();
        await CheckAsync("PostgreSQL", 2, clock => new PostgresStorehouse(clock, schema));
    }

    [Fact]
    public Task Sessions_in_files_are_as_promised() => CheckAsync("files", 10, clock => new FilesStorehouse(clock));

    [Fact]
    public Task Sessions_in_a_cache_in_memory_are_as_promised() => CheckAsync("cache", 10, clock => new MemoryCacheStorehouse(clock));

    [Fact]
    public async Task Sessions_in_Redis_are_as_promised()
    {
        var cache = await redis.OpenCacheAsync();
        await CheckAsync("Redis", 3, clock => new RedisStorehouse(clock, cache));
    }

    [Fact]
    public Task Sessions_in_a_cached_database_are_as_promised()
        => CheckAsync("cached database", 6, clock => new CachedDatabaseStorehouse(clock, ProbedCache.InMemory));

    [Fact]
    public async Task Sessions_in_a_database_cached_in_Redis_are_as_promised()
    {
        var cache = await redis.OpenCacheAsync();
        await CheckAsync("database cached in Redis", 1, clock => new CachedDatabaseStorehouse(clock, _ => new PatientCache(cache)));
    }


    // Each engine gets its hundredths of all operations: the quick ones most.
    private static async Task CheckAsync(string engine, int hundredths, Func<WorldClock, Storehouse> open, Options? options = null)
    {
        var clock = new WorldClock();
        var storehouse = open(clock);
        await using var subject = new Subject.Subject(clock, storehouse, await storehouse.GetEngineAsync(0), options ?? new Options());
        await new Comparison(engine, subject).RunAsync(LongForm.Operations(Operations) / 100 * hundredths);
    }
}
