using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Proof.Fuzz;

/// <summary>
/// Whatever bytes are read: no exception but those that are documented, no answer of 500, no
/// more memory than the limit, no end of time; and what is read and written again is the same.
/// </summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const int ShortForm = 500_000;

    // Of one input. Everything here reads an input in microseconds, so a minute is no question of the machine.
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
    public void The_corpus_is_read_without_harm(string name)
    {
        using var target = FuzzTargets.Open(name);
        var run = new FuzzRun(target, LongForm.FuzzSeed);
        Assert.All(Corpus.Enumerate(name), kept => run.Feed(kept.Bytes));
    }

    [Fact]
    public void The_shares_of_the_targets_are_a_whole()
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
