using Microsoft.Extensions.DependencyInjection;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Proof.Versions;

/// <summary>
/// Three versions of a model in three assemblies on one store lose no value that <c>docs/changing-a-model.md</c> promises, even after a
/// rollback.
/// </summary>
public sealed class VersionsTests(PostgresServer postgres, MariaDbServer mariaDb, RedisServer redis) : IAsyncDisposable
{
    private const int Workers = 4;

    // Sessions run concurrently, and the operations of a session run sequentially, so that each read is predictable.
    private static readonly int[][] Neighbours = [[1, 2], [2, 3], [1, 2], [2, 3], [1, 2, 3]];

    private readonly AnyEngine _engines = new(postgres, mariaDb, redis);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _engines.DisposeAsync();

    [Theory]
    [InlineData("postgres")]
    [InlineData("redis")]
    [InlineData("memory")]
    public async Task Versions_that_run_side_by_side_lose_nothing_and_can_be_rolled_back(string engine)
    {
        await using var site = await TestSite.StartAsync(
            static _ => { }, engine: async clock => await _engines.OpenAsync(engine, clock));
        var sessions = site.Services.GetRequiredService<ISessionManager>();
        var runs = new List<VersionRun>();
        foreach (var versions in Neighbours)
        {
            runs.Add(await VersionRun.StartAsync(sessions, versions));
        }

        await Parallel.ForAsync(0, Workers, Cancel, async (worker, _) =>
        {
            var random = new Random(worker);
            for (var i = 0; i < LongForm.Versions(unlessSet: 400) / Workers; i++)
            {
                await runs[random.Next(runs.Count)].StepAsync(random);
            }
        });

        foreach (var run in runs)
        {
            await run.RollBackAsync(new Random(1));
        }
    }
}

/// <summary>One session that several versions use.</summary>
internal sealed class VersionRun
{
    private readonly ISessionManager _sessions;
    private readonly SessionKey _key;
    private readonly int[] _versions;
    private readonly ShopState _state = new();
    private readonly SemaphoreSlim _turn = new(1);
    private int _steps;

    private VersionRun(ISessionManager sessions, SessionKey key, int[] versions)
        => (_sessions, _key, _versions) = (sessions, key, versions);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<VersionRun> StartAsync(ISessionManager sessions, int[] versions)
    {
        await using var scope = sessions.Create();
        ShopVersions.Apply(versions[0], scope.Session, "street", "Main");
        Assert.True(await scope.SaveAsync(Cancel));
        Assert.True(SessionKey.TryParse(scope.Session.Id, out var key));
        var run = new VersionRun(sessions, key, versions);
        run._state.Apply(versions[0], "street", "Main");
        return run;
    }

    /// <summary>A version changes the session and another one reads it.</summary>
    public async Task StepAsync(Random random)
    {
        await _turn.WaitAsync(Cancel);
        try
        {
            await StepAsync(random, _versions);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>The older version replaces the newer one.</summary>
    public async Task RollBackAsync(Random random)
    {
        for (var i = 0; i < 10; i++)
        {
            await StepAsync(random, [_versions[0]]);
        }

        // The newer version is deployed again.
        await StepAsync(random, [_versions[^1]]);
    }

    private async Task StepAsync(Random random, int[] versions)
    {
        var version = versions[random.Next(versions.Length)];
        var operations = ShopVersions.GetOperations(version, isShared: _versions.Length > 2);
        var operation = operations[random.Next(operations.Length)];
        var value = operation switch
        {
            "take" => _state.FirstProduct ?? "none",
            "size" => $"{random.Next(3)}",
            _ => $"{operation}{++_steps}",
        };
        await using (var scope = await _sessions.OpenAsync(_key, cancellationToken: Cancel))
        {
            ShopVersions.Apply(version, scope!.Session, operation, value);
            Assert.True(await scope.SaveAsync(Cancel));
        }

        _state.Apply(version, operation, value);
        var reader = versions[random.Next(versions.Length)];
        await using var read = await _sessions.OpenAsync(_key, cancellationToken: Cancel);
        Assert.Equal(
            $"{version} {operation} {value}, {reader} reads: {_state.Read(reader)}",
            $"{version} {operation} {value}, {reader} reads: {ShopVersions.Read(reader, read!.Session)}");
    }
}
