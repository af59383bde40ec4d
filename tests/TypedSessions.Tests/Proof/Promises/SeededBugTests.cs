using TypedSessions.Engines.Memory;
using TypedSessions.Storage;
using TypedSessions.Tests.Proof.Promises.Checking;
using TypedSessions.Tests.Proof.Promises.Seeded;
using TypedSessions.Tests.Proof.Promises.Workload;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Proof.Promises;

/// <summary>The checker finds the bug of a faulty engine within the operations of a test run and reports the violated promise.</summary>
public sealed class SeededBugTests
{
    private const int Operations = 8_000;

    // A bug may also violate other promises in a few cases.
    private const int MaxOperations = 5 * Operations;

    [Fact]
    public Task A_lost_update_is_found() => FindAsync(engine => new LostUpdateEngine(engine), Promise.NoLostUpdate);

    [Fact]
    public Task A_resurrection_is_found() => FindAsync(engine => new ResurrectionEngine(engine), Promise.GoneIsFinal);

    [Fact]
    public Task A_stale_read_is_found() => FindAsync(engine => new StaleReadEngine(engine), Promise.NoStaleRead);

    [Fact]
    public Task A_double_rotation_is_found() => FindAsync(engine => new DoubleRotationEngine(engine), Promise.OneRotation);

    [Fact]
    public Task A_false_acknowledgement_is_found()
        => FindAsync(engine => new FalseAcknowledgementEngine(engine), Promise.HonestAcknowledgement);

    [Fact]
    public Task A_lost_update_inside_a_value_is_found() => FindAsync(engine => new UnmergedValueEngine(engine), Promise.NoLostUpdate);

    [Fact]
    public Task An_update_that_is_merged_twice_is_found() => FindAsync(engine => new RepeatedUpdateEngine(engine), Promise.ValuesRoundTrip);

    private static async Task FindAsync(Func<ISessionEngine, ISessionEngine> seed, Promise promise)
    {
        var clock = new ManualClock();
        await using var deployment = await Deployment.StartAsync(clock, seed(new MemorySessionEngine(clock)));
        var violations = new List<Violation>();
        var (done, next) = (0, 1);
        await RunRoundsAsync(Operations);
        Assert.Contains(violations, violation => violation.Promise == promise);

        // A bug may also violate other promises, but not in as many rounds.
        while (FindMostBroken() != promise && done < MaxOperations)
        {
            await RunRoundsAsync(done + Operations);
        }

        Assert.True(FindMostBroken() == promise, string.Join('\n', violations));

        Promise FindMostBroken() => violations.CountBy(static violation => violation.Promise).MaxBy(static count => count.Value).Key;

        async Task RunRoundsAsync(int operations)
        {
            for (; done < operations; next++)
            {
                var round = new Round(deployment, next);
                done += await round.RunAsync();
                violations.AddRange(Checker.Check(round.History).DistinctBy(static violation => violation.Promise));
            }
        }
    }
}
