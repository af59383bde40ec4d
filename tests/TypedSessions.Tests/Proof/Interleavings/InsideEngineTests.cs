using TypedSessions.Engines.Cache;
using TypedSessions.Engines.CachedDatabase;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Proof.Interleavings;

/// <summary>
/// Calls of one engine at once, in every order in which what they ask of cache and database can get there and be answered: as if they had come one after the other.
/// </summary>
public sealed class InsideEngineTests
{
    private static readonly EngineCall[] All = [EngineCall.Load, .. EngineCall.Changes];

    [Fact]
    public void Two_calls_of_the_cache_engine_are_as_if_one_came_after_the_other()
        => PlayAll(Groups(All, 2), OpenCache, "cache engine, pairs", long.MaxValue);

    [Fact]
    public void Three_calls_of_the_cache_engine_are_as_if_they_came_one_after_the_other()
        => PlayAll(Groups(All, 3), OpenCache, "cache engine, triples", LongForm.Interleavings(20_000));

    [Fact]
    public void Two_calls_of_the_cached_database_are_as_if_one_came_after_the_other()
        => PlayAll(Groups(All, 2), stage => OpenCachedDatabase(stage, pausesBeforeAnswers: true), "cached database, pairs", long.MaxValue);

    [Fact]
    public void Three_changes_of_the_cached_database_are_as_if_they_came_one_after_the_other()
        => PlayAll(
            Groups([.. EngineCall.Changes], 3),
            stage => OpenCachedDatabase(stage, pausesBeforeAnswers: false),
            "cached database, triples",
            LongForm.Interleavings(20_000));

    private static void PlayAll(IEnumerable<EngineCall[]> groups, Func<Stage, OpenedInside> open, string what, long limit)
    {
        var schedules = 0L;
        var combinations = 0;
        foreach (var calls in groups.TakeWhile(_ => schedules < limit))
        {
            combinations++;
            schedules += Schedule.PlayAll(string.Join(" | ", calls.Select(call => call.Name)), stage => Play(stage, open(stage), calls));
        }

        TestContext.Current.SendDiagnosticMessage("{0}: {1} combinations, {2} schedules.", what, combinations, schedules);
    }

    private static void Play(Stage stage, OpenedInside opened, EngineCall[] calls)
    {
        var history = new CallHistory();
        foreach (var call in calls)
        {
            stage.Enter(call.Name, () => history.MakeAsync(call, opened.Engine));
        }

        stage.Play();
        var stored = "";
        stage.Enter("what is stored", () =>
        {
            stored = EngineCall.Show(opened.Truth);
            return Task.CompletedTask;
        });
        stage.Play();
        history.Check(stored);
    }

    private static OpenedInside OpenCache(Stage stage)
    {
        throw new NotImplementedException();
    }

    private static OpenedInside OpenCachedDatabase(Stage stage, bool pausesBeforeAnswers)
    {
        throw new NotImplementedException();
    }

    private static IEnumerable<EngineCall[]> Groups(EngineCall[] calls, int size) => size == 0
        ? [[]]
        : calls.SelectMany((call, index) => Groups(calls[index..], size - 1).Select(rest => (EngineCall[])[call, .. rest]));

    private sealed record OpenedInside(ISessionEngine Engine, Func<SessionKey, ValueTask<SessionRecord?>> Truth);
}
