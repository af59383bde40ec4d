using TypedSessions.Engines.Cache;
using TypedSessions.Engines.CachedDatabase;
using TypedSessions.Engines.Database;
using TypedSessions.Engines.Files;
using TypedSessions.Engines.Memory;
using TypedSessions.Redis;
using TypedSessions.Tests.Engines.Cache;
using TypedSessions.Tests.Engines.Database;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Proof.Interleavings;

public sealed class ReferenceInterleavings : InterleavingTests
{
    private protected override int Triples => 1_000;

    private protected override OpenedEngine Open()
    {
        var clock = new ManualClock();
        return new(new ReferenceEngine(clock), clock);
    }
}

public sealed class MemoryInterleavings : InterleavingTests
{
    private protected override int Triples => 10_000;

    [Fact]
    public void Two_at_once_keep_every_promise_when_something_happens_before_an_answer()
        => Run(
            "pairs with a pause before each answer",
            Combinations.Spread(Scripts, 2),
            LongForm.Interleavings(9_000),
            pausesBeforeAnswers: true,
            pausesBeforeArrivals: false);

    private protected override OpenedEngine Open()
    {
        var clock = new ManualClock();
        return new(new MemorySessionEngine(clock), clock);
    }
}

public sealed class CacheInterleavings : InterleavingTests
{
    private protected override int Triples => 2_000;

    // A cache removes expired entries itself and does not report their number.
    private protected override IReadOnlyList<Script> Scripts => Script.Few;

    private protected override IReadOnlyList<Script> MergingScripts => Script.FewMerging;

    private protected override OpenedEngine Open()
    {
        var clock = new ManualClock();
        return new(new CacheSessionEngine(ProbedCache.InMemory(clock), clock), clock);
    }
}

public sealed class CachedDatabaseInterleavings : InterleavingTests
{
    private protected override int Triples => 2_000;

    private protected override IReadOnlyList<Script> Scripts => Script.Few;

    private protected override IReadOnlyList<Script> MergingScripts => Script.FewMerging;

    private protected override OpenedEngine Open()
    {
        var clock = new ManualClock();
        return new(new CachedDatabaseSessionEngine(new MemorySessionEngine(clock), ProbedCache.InMemory(clock), clock), clock);
    }
}

/// <summary>All schedules on one engine, each with a separate session.</summary>
public sealed class SqliteInterleavings : InterleavingTests, IAsyncLifetime
{
    private readonly SqliteFile _file = new();
    private readonly ManualClock _clock = new();
    private readonly DatabaseSessionEngine _engine;

    public SqliteInterleavings() => _engine = _file.NewEngine(_clock);

    private protected override int Triples => 1_000;

    private protected override IReadOnlyList<Script> Scripts => Script.Few;

    private protected override IReadOnlyList<Script> MergingScripts => Script.FewMerging;

    public async ValueTask InitializeAsync() => await _engine.EnsureCreatedAsync();

    public async ValueTask DisposeAsync()
    {
        await _engine.DisposeAsync();
        _file.Dispose();
    }

    private protected override OpenedEngine Open() => new(_engine, _clock);
}

/// <summary>All schedules on one engine, each with a separate session.</summary>
public sealed class FilesInterleavings : InterleavingTests, IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ManualClock _clock = new();
    private readonly FileSessionEngine _engine;

    public FilesInterleavings()
        => _engine = new FileSessionEngine(new FileEngineOptions { Path = _folder.GetPath("sessions"), ClockSkew = TimeSpan.Zero }, _clock);

    private protected override int Triples => 500;

    private protected override IReadOnlyList<Script> Scripts => Script.Few;

    private protected override IReadOnlyList<Script> MergingScripts => Script.FewMerging;

    public void Dispose() => _folder.Dispose();

    private protected override OpenedEngine Open() => new(_engine, _clock);
}

/// <summary>
/// Schedules on one server with separate keys. Only some of each combination, because a call takes milliseconds on a busy machine.
/// </summary>
public sealed class RedisInterleavings(RedisServer server) : InterleavingTests, IAsyncLifetime
{
    private protected override int Triples => 80;

    private protected override int MergingTriples => 80;

    private protected override long Pairs => LongForm.Interleavings(120);

    private protected override long SchedulesOfEach => LongForm.Interleavings(10);

    private protected override IReadOnlyList<Script> Scripts => Script.Few;

    private protected override IReadOnlyList<Script> MergingScripts => Script.FewMerging;

    // Connects first, so that opening an engine does not wait.
    public async ValueTask InitializeAsync() => await server.ConnectAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private protected override OpenedEngine Open()
    {
        var clock = new ManualClock();
        return new(ActorScheduler.Wait(() => new ValueTask<RedisSessionEngine>(server.OpenEngineAsync(clock))), clock);
    }
}
