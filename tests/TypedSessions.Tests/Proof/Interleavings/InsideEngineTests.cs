using TypedSessions.Engines.Cache;
using TypedSessions.Engines.CachedDatabase;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Proof.Interleavings;

/// <summary>
/// Concurrent calls of an engine are linearizable in every order in which its calls of the cache and the database can arrive and
/// return.
/// </summary>
public sealed class InsideEngineTests
{
    [Fact]
    public void Two_calls_of_the_cache_engine_are_linearizable()
        => RunAll("cache engine", EngineCall.AtOnce(2), long.MaxValue, OpenCache);

    [Fact]
    public void Three_calls_of_the_cache_engine_are_linearizable()
        => RunAll("cache engine", EngineCall.AtOnce(3), LongForm.Interleavings(4_000), OpenCache);

    [Fact]
    public void Two_calls_of_the_cached_database_are_linearizable()
        => RunAll(
            "cached database", EngineCall.AtOnce(2), long.MaxValue, scheduler => OpenCachedDatabase(scheduler, pausesBeforeAnswers: true));

    [Fact]
    public void Three_calls_of_the_cached_database_are_linearizable()
        => RunAll(
            "cached database",
            EngineCall.AtOnce(3),
            LongForm.Interleavings(4_000),
            scheduler => OpenCachedDatabase(scheduler, pausesBeforeAnswers: false));

    [Fact]
    public void Two_merges_of_the_cache_engine_are_linearizable()
        => RunAll("cache engine, merges", EngineCall.MergesAtOnce(2), long.MaxValue, OpenCache);

    [Fact]
    public void Two_merges_of_the_cached_database_are_linearizable()
        => RunAll(
            "cached database, merges",
            EngineCall.MergesAtOnce(2),
            LongForm.Interleavings(4_000),
            scheduler => OpenCachedDatabase(scheduler, pausesBeforeAnswers: true));

    private static void RunAll(string what, IEnumerable<EngineCall[]> groups, long limit, Func<ActorScheduler, OpenedInside> open)
    {
        var schedules = 0L;
        var combinations = 0;
        foreach (var calls in groups.TakeWhile(_ => schedules < limit))
        {
            combinations++;
            schedules += Schedule.RunAll(
                string.Join(" | ", calls.Select(call => call.Name)), scheduler => Run(scheduler, open(scheduler), calls));
        }

        TestContext.Current.SendDiagnosticMessage("Inside the {0}: {1} combinations, {2} schedules.", what, combinations, schedules);
    }

    private static void Run(ActorScheduler scheduler, OpenedInside opened, EngineCall[] calls)
    {
        Assert.True(ActorScheduler.Wait(() => opened.Engine.CreateAsync(EngineCall.Key, EngineCall.Loaded, default)));
        var history = new CallHistory();
        foreach (var call in calls)
        {
            scheduler.Start(call.Name, async () =>
            {
                if (opened.PausesBeforeCalls)
                {
                    await scheduler.PauseAsync("call");
                }

                await history.MakeAsync(call, opened.Engine);
            });
        }

        scheduler.Run();
        var stored = EngineCall.Show(opened.Truth);
        history.Check(stored);
        Assert.Equal(stored, EngineCall.Show(key => opened.Engine.LoadAsync(key, default)));
    }

    private static OpenedInside OpenCache(ActorScheduler scheduler)
    {
        var engine = new CacheSessionEngine(new GatedCache(scheduler, pausesBeforeAnswers: false), EngineCall.Clock);
        return new(engine, key => engine.LoadAsync(key, default), PausesBeforeCalls: true);
    }

    // Pauses after a result of the database as well, because the engine then sets state that other calls read.
    private static OpenedInside OpenCachedDatabase(ActorScheduler scheduler, bool pausesBeforeAnswers)
    {
        var records = new ReferenceEngine(EngineCall.Clock);
        var database = new RecordingInventory(records)
        {
            Before = call => scheduler.PauseAsync($"database: {call}"),
            After = _ => scheduler.PauseAsync("database answers"),
        };
        var engine = new CachedDatabaseSessionEngine(database, new GatedCache(scheduler, pausesBeforeAnswers), EngineCall.Clock);
        return new(engine, key => records.LoadAsync(key, default), PausesBeforeCalls: pausesBeforeAnswers);
    }

    private sealed record OpenedInside(ISessionEngine Engine, Func<SessionKey, ValueTask<SessionRecord?>> Truth, bool PausesBeforeCalls);
}
