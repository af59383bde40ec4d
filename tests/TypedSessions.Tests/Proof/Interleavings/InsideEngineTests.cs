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
        => PlayAll("cache engine", EngineCall.AtOnce(2), long.MaxValue, OpenCache);

    [Fact]
    public void Three_calls_of_the_cache_engine_are_linearizable()
        => PlayAll("cache engine", EngineCall.AtOnce(3), LongForm.Interleavings(4_000), OpenCache);

    [Fact]
    public void Two_calls_of_the_cached_database_are_linearizable()
        => PlayAll("cached database", EngineCall.AtOnce(2), long.MaxValue, stage => OpenCachedDatabase(stage, pausesBeforeAnswers: true));

    [Fact]
    public void Three_calls_of_the_cached_database_are_linearizable()
        => PlayAll(
            "cached database",
            EngineCall.AtOnce(3),
            LongForm.Interleavings(4_000),
            stage => OpenCachedDatabase(stage, pausesBeforeAnswers: false));

    [Fact]
    public void Two_merges_of_the_cache_engine_are_linearizable()
        => PlayAll("cache engine, merges", EngineCall.MergesAtOnce(2), long.MaxValue, OpenCache);

    [Fact]
    public void Two_merges_of_the_cached_database_are_linearizable()
        => PlayAll(
            "cached database, merges",
            EngineCall.MergesAtOnce(2),
            LongForm.Interleavings(4_000),
            stage => OpenCachedDatabase(stage, pausesBeforeAnswers: true));

    private static void PlayAll(string what, IEnumerable<EngineCall[]> groups, long limit, Func<Stage, OpenedInside> open)
    {
        var schedules = 0L;
        var combinations = 0;
        foreach (var calls in groups.TakeWhile(_ => schedules < limit))
        {
            combinations++;
            schedules += Schedule.PlayAll(string.Join(" | ", calls.Select(call => call.Name)), stage => Play(stage, open(stage), calls));
        }

        TestContext.Current.SendDiagnosticMessage("Inside the {0}: {1} combinations, {2} schedules.", what, combinations, schedules);
    }

    private static void Play(Stage stage, OpenedInside opened, EngineCall[] calls)
    {
        Assert.True(Stage.Wait(() => opened.Engine.CreateAsync(EngineCall.Key, EngineCall.Loaded, default)));
        var history = new CallHistory();
        foreach (var call in calls)
        {
            stage.Enter(call.Name, async () =>
            {
                if (opened.PausesBeforeCalls)
                {
                    await stage.PauseAsync("call");
                }

                await history.MakeAsync(call, opened.Engine);
            });
        }

        stage.Play();
        var stored = EngineCall.Show(opened.Truth);
        history.Check(stored);
        Assert.Equal(stored, EngineCall.Show(key => opened.Engine.LoadAsync(key, default)));
    }

    private static OpenedInside OpenCache(Stage stage)
    {
        var engine = new CacheSessionEngine(new GatedCache(stage, pausesBeforeAnswers: false), EngineCall.Clock);
        return new(engine, key => engine.LoadAsync(key, default), PausesBeforeCalls: true);
    }

    // It sets state between the database's result and its next step, which other calls read.
    private static OpenedInside OpenCachedDatabase(Stage stage, bool pausesBeforeAnswers)
    {
        var records = new ReferenceEngine(EngineCall.Clock);
        var database = new RecordingInventory(records)
        {
            Before = call => stage.PauseAsync($"database: {call}"),
            After = _ => stage.PauseAsync("database answers"),
        };
        var engine = new CachedDatabaseSessionEngine(database, new GatedCache(stage, pausesBeforeAnswers), EngineCall.Clock);
        return new(engine, key => records.LoadAsync(key, default), PausesBeforeCalls: pausesBeforeAnswers);
    }

    private sealed record OpenedInside(ISessionEngine Engine, Func<SessionKey, ValueTask<SessionRecord?>> Truth, bool PausesBeforeCalls);
}
