using TypedSessions.Tests.Proof.Promises.Checking;
using TypedSessions.Tests.Proof.Promises.Workload;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Proof.Promises;

/// <summary>
/// Random concurrent clients on every engine, and a checker that decides by their observations whether the promises were kept. A failure
/// prints the seed of its round for <c>TYPED_SESSIONS_SEED</c>. <c>TYPED_SESSIONS_OPERATIONS</c> is the total number of operations.
/// </summary>
public sealed class PromiseTests(PostgresServer postgres, MariaDbServer mariaDb, RedisServer redis)
{
    private const int Operations = 20_000;

    // Most operations run on the fast engines.
    [Theory]
    [InlineData("memory", 40)]
    [InlineData(Deployments.MemoryWithOtherOptions, 10)]
    [InlineData("cache", 15)]
    [InlineData("files", 5)]
    [InlineData("sqlite", 5)]
    [InlineData(Deployments.CachedDatabase, 5)]
    [InlineData(Deployments.Cookie, 10)]
    [InlineData("postgres", 4)]
    [InlineData("mariadb", 2)]
    [InlineData("redis", 3)]
    [InlineData(Deployments.RedisCache, 3)]
    [InlineData(Deployments.RedisCacheOnTwoNodes, 3)]
    public async Task Every_engine_keeps_its_promises(string engine, int percent)
    {
        await using var deployments = new Deployments(postgres, mariaDb, redis);
        var deployment = await deployments.StartAsync(engine);
        if (LongForm.Seed is { } seed)
        {
            await CheckAsync(engine, deployment, (int)seed);
            return;
        }

        var left = LongForm.Operations(Operations) / 100 * percent;
        for (var next = 1; left > 0; next++)
        {
            left -= await CheckAsync(engine, deployment, next);
        }
    }

    private static async Task<int> CheckAsync(string engine, Deployment deployment, int seed)
    {
        var round = new Round(deployment, seed);
        var operations = await round.RunAsync();
        var violations = Checker.Check(round.History);
        if (violations.Count > 0)
        {
            Assert.Fail($"{engine}: {violations.Count} promises were broken (TYPED_SESSIONS_SEED={seed}). {violations[0]}");
        }

        return operations;
    }
}
