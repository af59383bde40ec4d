using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Proof.Interleavings;

/// <summary>
/// Concurrent requests of a session, in every order in which their calls can reach the engine and their responses the browser. On each
/// engine. See docs/internals/reliability.md.
/// </summary>
public abstract class InterleavingTests
{
    // All of them, about 30 million on each engine, would take days.
    private const long MaxMergingTriples = 200_000;

    private protected virtual IReadOnlyList<Script> Scripts => Script.All;

    /// <summary>Requests that change a part of a value, which are combined with each other and with other requests.</summary>
    private protected virtual IReadOnlyList<Script> MergingScripts => Script.Merging;

    /// <summary>The default number of schedules of three concurrent requests.</summary>
    private protected abstract int Triples { get; }

    /// <summary>The default number of schedules of three concurrent requests of which at least one changes a part of a value.</summary>
    private protected virtual int MergingTriples => 500;

    /// <summary>The number of schedules of two concurrent requests in each test. Default: all.</summary>
    private protected virtual long Pairs => long.MaxValue;

    /// <summary>The number of schedules of each combination. Default: all.</summary>
    private protected virtual long SchedulesOfEach => long.MaxValue;

    [Fact]
    public void Two_at_once_keep_every_promise_in_every_order()
        => Run(
            "pairs",
            Combinations.Spread(Scripts, 2),
            Pairs,
            pausesBeforeAnswers: false,
            pausesBeforeArrivals: true);

    [Fact]
    public void Three_at_once_keep_every_promise_in_every_order()
        => Run(
            "triples",
            Combinations.Spread(Scripts, 3),
            LongForm.Interleavings(Triples),
            pausesBeforeAnswers: false,
            pausesBeforeArrivals: false);

    [Fact]
    public void Two_at_once_lose_no_part_of_a_value_in_any_order()
        => Run(
            "merging pairs",
            Combinations.Spread([.. MergingScripts, .. Script.Few], 2).Where(HasMerging),
            Pairs,
            pausesBeforeAnswers: false,
            pausesBeforeArrivals: true);

    [Fact]
    public void Three_at_once_lose_no_part_of_a_value_in_any_order()
        => Run(
            "merging triples",
            Combinations.Spread([.. MergingScripts, .. Scripts], 3).Where(HasMerging),
            Math.Min(LongForm.Interleavings(MergingTriples), MaxMergingTriples),
            pausesBeforeAnswers: false,
            pausesBeforeArrivals: false);

    /// <summary>Opens an engine without records.</summary>
    private protected abstract OpenedEngine Open();

    private bool HasMerging(Script[] scripts) => scripts.Any(MergingScripts.Contains);

    private protected void Run(
        string what, IEnumerable<Script[]> combinations, long limit, bool pausesBeforeAnswers, bool pausesBeforeArrivals)
    {
        var (schedules, scenes, takenBack, overtaken) = (0L, 0, 0, 0);
        foreach (var scripts in combinations.TakeWhile(_ => schedules < limit))
        {
            scenes++;
            schedules += Schedule.RunAll(
                string.Join(" | ", scripts.Select(script => script.Name)),
                (ActorScheduler scheduler) =>
                {
                    var browser = new Scenario(scheduler, Open(), pausesBeforeAnswers, pausesBeforeArrivals).Run(scripts);
                    takenBack += browser.TakenBack;
                    overtaken += browser.Overtaken;
                },
                SchedulesOfEach);
        }

        TestContext.Current.SendDiagnosticMessage(
            "{0}, {1}: {2} combinations, {3} schedules; {4} orders of arrival end with a cookie that was taken back on purpose, "
            + "{5} with an old token that overtook the new one on the wire.",
            GetType().Name, what, scenes, schedules, takenBack, overtaken);
    }
}
