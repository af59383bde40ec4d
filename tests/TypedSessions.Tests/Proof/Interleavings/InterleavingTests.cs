using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Proof.Interleavings;

/// <summary>
/// Requests of one session at once, in every order in which their calls can reach the engine and their answers the browser. Run on each engine. See docs/reliability.md.
/// </summary>
public abstract class InterleavingTests
{
    private protected virtual IReadOnlyList<Script> Scripts => Script.All;

    /// <summary>How many schedules of triples are played unless more are asked for.</summary>
    private protected abstract int Triples { get; }

    [Fact]
    public void Two_at_once_keep_every_promise_in_every_order()
    {
        var played = new Played();
        foreach (var (left, right) in Pairs())
        {
            played.Add(Schedule.PlayAll($"{left.Name} | {right.Name}", stage => played.Add(
                new Scene(stage, Open(), pausesBeforeAnswers: false, pausesBeforeArrivals: true).Play(left, right))));
        }

        played.Report(GetType().Name + ", pairs");
    }

    [Fact]
    public void Two_at_once_keep_every_promise_when_time_passes_before_an_answer()
    {
        var played = new Played();
        foreach (var (left, right) in Pairs())
        {
            played.Add(Schedule.PlayAll($"{left.Name} | {right.Name}", stage => played.Add(
                new Scene(stage, Open(), pausesBeforeAnswers: true, pausesBeforeArrivals: false).Play(left, right))));
        }

        played.Report(GetType().Name + ", pairs, with a pause before each answer");
    }

    [Fact]
    public void Three_at_once_keep_every_promise_in_every_order()
    {
        var played = new Played();
        var limit = LongForm.Interleavings(Triples);
        foreach (var scripts in Triplets().TakeWhile(_ => played.Schedules < limit))
        {
            played.Add(Schedule.PlayAll(string.Join(" | ", scripts.Select(script => script.Name)), stage => played.Add(
                new Scene(stage, Open(), pausesBeforeAnswers: false, pausesBeforeArrivals: false).Play(scripts))));
        }

        played.Report(GetType().Name + ", triples");
    }

    /// <summary>An engine without records.</summary>
    private protected abstract OpenedEngine Open();

    private IEnumerable<(Script Left, Script Right)> Pairs()
        => Scripts.SelectMany((left, index) => Scripts.Skip(index).Select(right => (left, right)));

    // Spread over all of them, so that a part has something of everything.
    private IEnumerable<Script[]> Triplets()
    {
        var all = Scripts.SelectMany((first, i) => Scripts.Skip(i).SelectMany((second, j) => Scripts.Skip(i + j).Select(third => new[] { first, second, third }))).ToArray();
        var step = Enumerable.Range(all.Length * 2 / 5, all.Length).First(candidate => System.Numerics.BigInteger.GreatestCommonDivisor(candidate, all.Length) == 1);
        return Enumerable.Range(0, all.Length).Select(index => all[(int)((long)index * step % all.Length)]);
    }

    private sealed class Played
    {
        private int _takenBack;
        private int _overtaken;
        private int _scenes;

        public long Schedules { get; private set; }

        public void Add(long schedules)
        {
            Schedules += schedules;
            _scenes++;
        }

        public void Add(Browser browser)
        {
            _takenBack += browser.TakenBack;
            _overtaken += browser.Overtaken;
        }

        public void Report(string what)
        {
            Assert.NotEqual(0, Schedules);
            TestContext.Current.SendDiagnosticMessage(
                "{0}: {1} combinations, {2} schedules; {3} orders of arrival end with a cookie taken back on purpose, {4} with an old token that overtook the new one on the wire.",
                what, _scenes, Schedules, _takenBack, _overtaken);
        }
    }
}
