using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Proof.Fuzz;

/// <summary>
/// For any bytes, the library throws only documented exceptions, returns no 500, respects its limits of memory and time, and writes
/// values that it has read without changes.
/// </summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const int ShortForm = 500_000;

    // The time limit of one input. Inputs take microseconds, so it holds on any machine.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    public static TheoryData<string> Names => [.. FuzzTargets.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Reading_arbitrary_bytes_does_no_harm(string name)
    {
        using var target = FuzzTargets.Open(name);
        var run = new FuzzRun(target, LongForm.FuzzSeed);
        var running = Task.Run(() => FeedAll(run, target), TestContext.Current.CancellationToken);
        await WatchAsync(run, target, running);
        output.WriteLine($"{name}: {run.Fed} inputs, {run.Kinds} kinds of outcome");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_corpus_causes_no_failure(string name)
    {
        using var target = FuzzTargets.Open(name);
        var run = new FuzzRun(target, LongForm.FuzzSeed);
        Assert.All(Corpus.Enumerate(name), kept => run.Feed(kept.Bytes));
    }

    [Fact]
    public void The_shares_of_the_targets_add_up_to_a_thousand()
        => Assert.Equal(1000, FuzzTargets.Names.Sum(name =>
        {
            using var target = FuzzTargets.Open(name);
            return target.Share;
        }));

    private static async Task WatchAsync(FuzzRun run, FuzzTarget target, Task running)
    {
        while (!running.IsCompleted)
        {
            var fed = run.Fed;
            await running.WaitAsync(Longest, TestContext.Current.CancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Assert.True(running.IsCompleted || run.Fed > fed, Report.Hang(target, LongForm.FuzzSeed, run.Current));
        }

        await running;
    }

    private static void FeedAll(FuzzRun run, FuzzTarget target)
    {
        if (LongForm.FuzzInput is not { } input)
        {
            run.Run((long)LongForm.Fuzz(unlessSet: ShortForm) * target.Share / 1000);
        }
        else if (input.Target == target.Name)
        {
            run.Feed(input.Bytes);
        }
    }
}
