using System.Text;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;
using TypedSessions.Engines.CachedDatabase;
using TypedSessions.Engines.Memory;
using TypedSessions.Storage;
using TypedSessions.Tests.Engines.CachedDatabase;
using TypedSessions.Tests.Engines.Database;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Sessions;

/// <summary>
/// "Log out everywhere" on one of two nodes, while browsers sign in and rotate their sessions on both. A surviving session has the value
/// that was set before the call; sessions that begin later do not have it.
/// </summary>
public sealed class RemovalOnTwoNodesTests(PostgresServer postgres, MariaDbServer mariaDb, RedisServer redis) : IAsyncDisposable
{
    private static readonly int Rounds = LongForm.Removals(unlessSet: 2);

    private readonly AnyEngine _engine = new(postgres, mariaDb, redis);
    private readonly TempFolder _folder = new();
    private readonly SqliteFile _file = new();
    private MemorySessionEngine? _memory;
    private IDistributedCache? _redisCache;

    public static TheoryData<string> Engines => [.. AnyEngine.NamesOfInventories, "cached database on Redis"];

    public async ValueTask DisposeAsync()
    {
        await _engine.DisposeAsync();
        _folder.Dispose();
        _file.Dispose();
    }

    /// <summary>Two hosts in this process with separate engines; hosts with the memory engine share it.</summary>
    [Theory]
    [MemberData(nameof(Engines))]
    public async Task No_session_with_a_value_from_before_the_call_survives_it(string engine)
    {
        var clock = new RunningClock();
        await using var first = await StartAsync(engine, clock);
        await using var second = await StartAsync(engine, clock);
        await RunAsync(first, second.Address, () =>
        {
            clock.Advance(LoginNode.Pause);
            return Task.CompletedTask;
        });
    }

    [Theory]
    [InlineData(EnginePlace.Sqlite)]
    [InlineData(EnginePlace.Files)]
    [InlineData(EnginePlace.Postgres)]
    [InlineData(EnginePlace.MariaDb)]
    public async Task No_session_survives_the_call_of_another_process(string engine)
    {
        await using var schema = engine == EnginePlace.Postgres ? await postgres.OpenAsync() : null;
        await using var mariaDatabase = engine == EnginePlace.MariaDb ? await mariaDb.OpenAsync() : null;
        var database = schema?.ConnectionString ?? mariaDatabase?.ConnectionString ?? _file.ConnectionString;
        var place = new EnginePlace(engine, engine == EnginePlace.Files ? _folder.GetPath("sessions") : database);
        var clock = new RunningClock();
        await using var first = await LoginNode.StartAsync(clock, place.UseIn);
        using var second = await ChildSite.StartAsync(place, EngineJobs.LoginSite);
        using var client = new HttpClient { BaseAddress = second.Address };
        await RunAsync(first, second.Address, async () =>
        {
            clock.Advance(LoginNode.Pause);
            using var response = await client.GetAsync(LoginNode.PausePath, TestContext.Current.CancellationToken);
            response.EnsureSuccessStatusCode();
        });
    }

    private static async Task RunAsync(TestSite first, Uri second, Func<Task> pauseAsync)
    {
        var manager = first.Services.GetRequiredService<ISessionManager>();
        var (survivors, removed, during) = (0, 0, 0);
        for (var round = 0; round < Rounds; round++)
        {
            var value = $"before-{round}";
            var browsers = Enum.GetValues<Habit>()
                .Select((habit, i) => new RotatingBrowser(habit, [first.Address, second], round + i)).ToArray();
            await Task.WhenAll(browsers.Select(browser => browser.BeginAsync(value)));
            using var stop = new CancellationTokenSource();
            var running = browsers.Select(browser => Task.Run(() => browser.GoOnAsync(stop.Token))).ToArray();
            var before = browsers.Sum(static browser => browser.Requests);

            removed += await manager.RemoveByOwnerAsync("id-ann", TestContext.Current.CancellationToken);

            during += browsers.Sum(static browser => browser.Requests) - before;
            await stop.CancelAsync();
            await Task.WhenAll(running);
            Array.ForEach(browsers, static browser => browser.Dispose());
            survivors += await manager.ListAsync(TestContext.Current.CancellationToken).CountAsync(session => Has(session.Record, value));

            // The next round starts without the sessions and closed copies of this one.
            await manager.RemoveByOwnerAsync("id-ann", TestContext.Current.CancellationToken);
            await pauseAsync();
            var engine = first.Services.GetRequiredService<ISessionEngine>();
            await engine.RemoveExpiredAsync(int.MaxValue, TestContext.Current.CancellationToken);
        }

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{Rounds} rounds: {removed} sessions removed during {during} requests, {survivors} survivors");
        Assert.Equal(0, survivors);
    }

    private static bool Has(SessionRecord record, string value)
        => record.Values.TryGet("cart", out var bytes) && bytes.Span.SequenceEqual(Encoding.UTF8.GetBytes(value));

    private async Task<TestSite> StartAsync(string name, RunningClock clock)
    {
        var engine = await OpenAsync(name, clock);
        return await LoginNode.StartAsync(clock, sessions => sessions.UseEngine(_ => engine));
    }

    private async ValueTask<ISessionEngine> OpenAsync(string engine, TimeProvider clock) => engine switch
    {
        "memory" => _memory ??= new MemorySessionEngine(clock),
        "cached database on Redis" => await CachedSqlite.OpenAsync(
            _file,
            _redisCache ??= await redis.OpenCacheAsync(),
            clock,
            new CachedDatabaseOptions { CacheTimeout = TimeSpan.FromMinutes(1) }),
        _ => await _engine.OpenAsync(engine, clock),
    };
}
