using Microsoft.AspNetCore.DataProtection;
using TypedSessions.Engines.Cache;
using TypedSessions.Engines.CachedDatabase;
using TypedSessions.Engines.Files;
using TypedSessions.Engines.Memory;
using TypedSessions.Storage;
using TypedSessions.Tests.Engines.Cache;
using TypedSessions.Tests.Engines.Database;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Proof.Faults;

/// <summary>Faults in the calls of the engine itself.</summary>
public abstract class EngineFaultTests : FaultProof
{
    private static readonly TimeSpan Patience = new TypedSessionsOptions().EngineTimeout;

    private protected static FaultPoints NewPoints(ManualClock clock) => new(
        clock, Patience, fault => new SessionEngineException("The engine fails.", new IOException("The cable is out."))
        {
            IsTransient = fault is not Fault.IsRefused,
        });

    private protected static FaultLayer Strike(ManualClock clock, ISessionEngine engine, ISessionEngine truth)
    {
        var points = NewPoints(clock);
        return new FaultLayer(FaultyEngine.Create(engine, points, isStruck: true), points, truth);
    }
}

public sealed class MemoryFaultTests : EngineFaultTests
{
    private protected override ValueTask<FaultLayer> OpenAsync(ManualClock clock)
    {
        var engine = new MemorySessionEngine(clock);
        return new(Strike(clock, engine, engine));
    }
}

public sealed class SqliteFaultTests : EngineFaultTests, IDisposable
{
    private readonly SqliteFile _file = new();

    public void Dispose() => _file.Dispose();

    private protected override async ValueTask<FaultLayer> OpenAsync(ManualClock clock)
    {
        var engine = _file.NewEngine(clock);
        await engine.EnsureCreatedAsync(TestContext.Current.CancellationToken);
        return Strike(clock, engine, _file.NewEngine(clock));
    }
}

public sealed class PostgresFaultTests(PostgresServer server) : EngineFaultTests, IAsyncDisposable
{
    private PostgresSchema? _schema;

    public ValueTask DisposeAsync() => _schema?.DisposeAsync() ?? ValueTask.CompletedTask;

    private protected override async ValueTask<FaultLayer> OpenAsync(ManualClock clock)
    {
        _schema = await server.OpenAsync();
        var engine = _schema.NewEngine(clock);
        await engine.EnsureCreatedAsync(TestContext.Current.CancellationToken);
        return Strike(clock, engine, _schema.NewEngine(clock));
    }
}

public sealed class MariaDbFaultTests(MariaDbServer server) : EngineFaultTests, IAsyncDisposable
{
    private MariaDbDatabase? _database;

    public ValueTask DisposeAsync() => _database?.DisposeAsync() ?? ValueTask.CompletedTask;

    private protected override async ValueTask<FaultLayer> OpenAsync(ManualClock clock)
    {
        _database = await server.OpenAsync();
        var engine = _database.NewEngine(clock);
        await engine.EnsureCreatedAsync(TestContext.Current.CancellationToken);
        return Strike(clock, engine, _database.NewEngine(clock));
    }
}

public sealed class FilesFaultTests : EngineFaultTests, IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private protected override ValueTask<FaultLayer> OpenAsync(ManualClock clock)
        => new(Strike(clock, NewEngine(clock), NewEngine(clock)));

    private FileSessionEngine NewEngine(ManualClock clock) => new(new FileEngineOptions { Path = _folder.GetPath("sessions") }, clock);
}

public sealed class CacheFaultTests : EngineFaultTests
{
    private protected override ValueTask<FaultLayer> OpenAsync(ManualClock clock)
    {
        var cache = ProbedCache.InMemory(clock);
        return new(Strike(clock, new CacheSessionEngine(cache, clock), new CacheSessionEngine(cache, clock)));
    }
}

public sealed class CachedDatabaseFaultTests : EngineFaultTests, IDisposable
{
    private readonly SqliteFile _file = new();

    public void Dispose() => _file.Dispose();

    private protected override async ValueTask<FaultLayer> OpenAsync(ManualClock clock)
    {
        var database = _file.NewEngine(clock);
        await database.EnsureCreatedAsync(TestContext.Current.CancellationToken);
        return Strike(clock, new CachedDatabaseSessionEngine(database, ProbedCache.InMemory(clock), clock), _file.NewEngine(clock));
    }
}

/// <summary>Faults in opening and sealing sessions in cookies, whose keys may be unavailable.</summary>
public sealed class CookieFaultTests : EngineFaultTests
{
    private protected override IEnumerable<Fault> Faults => [Fault.FailsBefore, Fault.ReplyIsLost, Fault.IsRefused];

    private protected override IEnumerable<Visit> Visits => Visit.All.Where(visit => !visit.NeedsServer);

    private protected override ValueTask<FaultLayer> OpenAsync(ManualClock clock)
    {
        var points = NewPoints(clock);
        var protection = new FaultyProtection(new EphemeralDataProtectionProvider(), points);
        return new(new FaultLayer(FaultyEngine.Create(new MemorySessionEngine(clock), points, isStruck: false), points, Truth: null)
        {
            Protection = protection,
        });
    }
}
