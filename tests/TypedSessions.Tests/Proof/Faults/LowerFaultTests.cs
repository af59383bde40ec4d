using System.Data.Common;
using Microsoft.Data.Sqlite;
using TypedSessions.Engines.Cache;
using TypedSessions.Engines.CachedDatabase;
using TypedSessions.Engines.Database;
using TypedSessions.Tests.Engines.Cache;
using TypedSessions.Tests.Engines.Database;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Proof.Faults;

/// <summary>Faults in the layer below an engine.</summary>
public abstract class LowerFaultTests : FaultProof
{
    private protected override IEnumerable<Visit> Visits => Visit.All.Where(visit => !visit.IsSameBelow);
}

/// <summary>
/// Faults in the connections of a database engine: when they open, before and after each statement, and at the commit of a transaction.
/// Without <see cref="Fault.IsDoneAfterTheRetry"/>, because the retry would wait for a single writer forever.
/// </summary>
public abstract class ConnectionFaultTests : LowerFaultTests
{
    private protected override IEnumerable<Fault> Faults => base.Faults.Where(fault => fault is not Fault.IsDoneAfterTheRetry);

    private protected override bool ReportsRefusals => false;

    private protected override bool WaitsForOthers => true;

    private protected static async Task<FaultLayer> StrikeAsync(
        ManualClock clock, DbDataSource dataSource, DatabaseDialect dialect, DatabaseSessionEngine truth)
    {
        await truth.EnsureCreatedAsync(TestContext.Current.CancellationToken);
        var points = new FaultPoints(clock, new TypedSessionsOptions().EngineTimeout, FaultyDataSource.CreateException);
        var engine = new DatabaseSessionEngine(
            new FaultyDataSource(dataSource, points), clock, new DatabaseEngineOptions { Dialect = dialect });
        return new FaultLayer(FaultyEngine.Create(engine, points, isStruck: false), points, truth);
    }
}

public sealed class SqliteConnectionFaultTests : ConnectionFaultTests, IDisposable
{
    private readonly SqliteFile _file = new();

    public void Dispose() => _file.Dispose();

    private protected override async ValueTask<FaultLayer> OpenAsync(ManualClock clock)
        => await StrikeAsync(
            clock, SqliteFactory.Instance.CreateDataSource(_file.ConnectionString), DatabaseDialect.Sqlite, _file.NewEngine(clock));
}

public sealed class PostgresConnectionFaultTests(PostgresServer server) : ConnectionFaultTests, IAsyncDisposable
{
    private PostgresSchema? _schema;

    private protected override bool RepeatsReads => true;

    public ValueTask DisposeAsync() => _schema?.DisposeAsync() ?? ValueTask.CompletedTask;

    private protected override async ValueTask<FaultLayer> OpenAsync(ManualClock clock)
    {
        _schema = await server.OpenAsync();
        return await StrikeAsync(clock, _schema.NewDataSource(), DatabaseDialect.PostgreSql, _schema.NewEngine(clock));
    }
}

public sealed class MariaDbConnectionFaultTests(MariaDbServer server) : ConnectionFaultTests, IAsyncDisposable
{
    private MariaDbDatabase? _database;

    private protected override bool RepeatsReads => true;

    // Visits with every operation of the engine. The proof on PostgreSQL runs all kinds of requests, which combine them in other orders.
    private protected override IEnumerable<Visit> Visits => LongForm.HasAllFaults
        ? base.Visits
        : base.Visits.Where(static visit => visit.Path is "/begin" or "/read" or "/change" or "/rotate" or "/abandon");

    public ValueTask DisposeAsync() => _database?.DisposeAsync() ?? ValueTask.CompletedTask;

    private protected override async ValueTask<FaultLayer> OpenAsync(ManualClock clock)
    {
        _database = await server.OpenAsync();
        return await StrikeAsync(clock, _database.NewDataSource(), DatabaseDialect.MySql, _database.NewEngine(clock));
    }
}

/// <summary>Faults in the cache of a cached database do not affect clients.</summary>
public sealed class CopyFaultTests : LowerFaultTests, IDisposable
{
    private readonly SqliteFile _file = new();

    private protected override bool IsForgiven => true;

    public void Dispose() => _file.Dispose();

    private protected override async ValueTask<FaultLayer> OpenAsync(ManualClock clock)
    {
        var truth = _file.NewEngine(clock);
        await truth.EnsureCreatedAsync(TestContext.Current.CancellationToken);
        var points = new FaultPoints(clock, new CachedDatabaseOptions().CacheTimeout, _ => new IOException("The cache is away."));
        var engine = new CachedDatabaseSessionEngine(_file.NewEngine(clock), new FaultyCache(ProbedCache.InMemory(clock), points), clock);
        return new FaultLayer(FaultyEngine.Create(engine, points, isStruck: false), points, truth);
    }
}

/// <summary>Faults in the cache of a cache engine, which has no transactions.</summary>
public sealed class CacheEntryFaultTests : LowerFaultTests
{
    private protected override bool ReportsRefusals => false;

    private protected override bool IsAtomic => false;

    private protected override bool WaitsForOthers => true;

    private protected override IEnumerable<Fault> Faults => base.Faults.Where(fault => fault is not Fault.IsDoneAfterTheRetry);

    private protected override ValueTask<FaultLayer> OpenAsync(ManualClock clock)
    {
        var cache = ProbedCache.InMemory(clock);
        var points = new FaultPoints(clock, new TypedSessionsOptions().EngineTimeout, _ => new IOException("The cache is away."));
        var engine = new CacheSessionEngine(new FaultyCache(cache, points), clock);
        return new(new FaultLayer(FaultyEngine.Create(engine, points, isStruck: false), points, new CacheSessionEngine(cache, clock)));
    }
}
