using TypedSessions.Engines.CachedDatabase;
using TypedSessions.Engines.Database;
using TypedSessions.Engines.Files;
using TypedSessions.Engines.Memory;
using TypedSessions.Redis;
using TypedSessions.Tests.Engines.Cache;
using TypedSessions.Tests.Engines.Database;
using TypedSessions.Tests.Testing;
using static TypedSessions.Tests.Proof.Interleavings.RequestAction;

namespace TypedSessions.Tests.Proof.Interleavings;

/// <summary>
/// Concurrent requests of a session whose id is due for renewal, in every order in which their calls can reach the engine. On each
/// engine that renews ids.
/// </summary>
public abstract class RenewalInterleavingTests
{
    private static readonly RequestAction[][] Requests = [[], [SetOwn], [SetOwn, Commit, SetOwn], [SignIn], [Abandon]];

    /// <summary>The default number of schedules of two and of three requests.</summary>
    private protected virtual long Schedules => 20_000;

    [Fact]
    public void Two_at_once_renew_once_and_lose_nothing_in_any_order() => Run(2);

    [Fact]
    public void Three_at_once_renew_once_and_lose_nothing_in_any_order() => Run(3);

    /// <summary>Opens an engine without records.</summary>
    private protected abstract OpenedEngine Open();

    // Two sign-ins leave two sessions.
    private void Run(int size)
    {
        var schedules = 0L;
        var limit = LongForm.Interleavings(Schedules);
        var groups = Combinations.Spread(Requests, size)
            .Where(static group => group.Count(static actions => actions.Contains(SignIn)) < 2)
            .ToArray();
        foreach (var group in groups)
        {
            schedules += Schedule.RunAll(
                string.Join(" | ", group.Select(static actions => string.Join(", ", actions))),
                scheduler => new RenewalScenario(scheduler, Open()).Run(group),
                Math.Max(1, limit / groups.Length));
        }

        TestContext.Current.SendDiagnosticMessage("{0}, {1} requests: {2} schedules.", GetType().Name, size, schedules);
    }
}

public sealed class MemoryRenewalInterleavings : RenewalInterleavingTests
{
    private protected override OpenedEngine Open()
    {
        var clock = new ManualClock();
        return new(new MemorySessionEngine(clock), clock);
    }
}

public sealed class CachedDatabaseRenewalInterleavings : RenewalInterleavingTests
{
    private protected override long Schedules => 2_000;

    private protected override OpenedEngine Open()
    {
        var clock = new ManualClock();
        return new(new CachedDatabaseSessionEngine(new MemorySessionEngine(clock), ProbedCache.InMemory(clock), clock), clock);
    }
}

public sealed class FilesRenewalInterleavings : RenewalInterleavingTests, IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ManualClock _clock = new();
    private readonly FileSessionEngine _engine;

    public FilesRenewalInterleavings()
        => _engine = new FileSessionEngine(new FileEngineOptions { Path = _folder.GetPath("sessions"), ClockSkew = TimeSpan.Zero }, _clock);

    private protected override long Schedules => 500;

    public void Dispose() => _folder.Dispose();

    private protected override OpenedEngine Open() => new(_engine, _clock);
}

/// <summary>All schedules on one database, each with a separate session.</summary>
public abstract class DatabaseRenewalInterleavings : RenewalInterleavingTests, IAsyncLifetime
{
    private readonly ManualClock _clock = new();
    private DatabaseSessionEngine? _engine;

    private protected override long Schedules => 500;

    public async ValueTask InitializeAsync()
    {
        _engine = await OpenAsync(_clock);
        await _engine.EnsureCreatedAsync();
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _engine!.DisposeAsync();
        await CloseAsync();
    }

    private protected abstract ValueTask<DatabaseSessionEngine> OpenAsync(ManualClock clock);

    private protected abstract ValueTask CloseAsync();

    private protected override OpenedEngine Open() => new(_engine!, _clock);
}

public sealed class SqliteRenewalInterleavings : DatabaseRenewalInterleavings
{
    private readonly SqliteFile _file = new();

    private protected override ValueTask<DatabaseSessionEngine> OpenAsync(ManualClock clock) => new(_file.NewEngine(clock));

    private protected override ValueTask CloseAsync()
    {
        _file.Dispose();
        return ValueTask.CompletedTask;
    }
}

public sealed class PostgresRenewalInterleavings(PostgresServer server) : DatabaseRenewalInterleavings
{
    private PostgresSchema? _schema;

    private protected override long Schedules => 150;

    private protected override async ValueTask<DatabaseSessionEngine> OpenAsync(ManualClock clock)
        => (_schema = await server.OpenAsync()).NewEngine(clock);

    private protected override ValueTask CloseAsync() => _schema!.DisposeAsync();
}

public sealed class MariaDbRenewalInterleavings(MariaDbServer server) : DatabaseRenewalInterleavings
{
    private MariaDbDatabase? _database;

    private protected override long Schedules => 150;

    private protected override async ValueTask<DatabaseSessionEngine> OpenAsync(ManualClock clock)
        => (_database = await server.OpenAsync()).NewEngine(clock);

    private protected override ValueTask CloseAsync() => _database!.DisposeAsync();
}

/// <summary>Only some schedules, because a call takes milliseconds on a busy machine.</summary>
public sealed class RedisRenewalInterleavings(RedisServer server) : RenewalInterleavingTests, IAsyncLifetime
{
    private protected override long Schedules => 100;

    // Connects first, so that opening an engine does not wait.
    public async ValueTask InitializeAsync() => await server.ConnectAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private protected override OpenedEngine Open()
    {
        var clock = new ManualClock();
        return new(ActorScheduler.Wait(() => new ValueTask<RedisSessionEngine>(server.OpenEngineAsync(clock))), clock);
    }
}
