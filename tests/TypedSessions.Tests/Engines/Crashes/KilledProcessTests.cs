using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Engines.Crashes;

/// <summary>
/// Kills a writing process repeatedly. Each new process checks the records of the previous one. On each engine whose records outlive a
/// process.
/// </summary>
public abstract class KilledProcessTests
{
    private const int BeforeTheFirst = -1;

    private protected abstract EnginePlace Place { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task After_a_kill_every_acknowledged_commit_is_stored_completely()
    {
        var random = new Random(20260102);
        var last = BeforeTheFirst;
        for (var kills = LongForm.Kills(unlessSet: 10); kills > 0; kills--)
        {
            last = await RunAndKillAsync(last, commits: random.Next(200));
        }

        // One more process checks the records after the last kill.
        await RunAndKillAsync(last, commits: 0);
        AssertSound();
    }

    [Fact]
    public async Task After_a_kill_of_a_site_under_load_every_acknowledged_change_is_stored()
    {
        var random = new Random(20260103);
        var visitors = Enumerable.Range(0, 6).Select(_ => new CountingVisitor()).ToArray();
        for (var kills = LongForm.Kills(unlessSet: 5); kills > 0; kills--)
        {
            using var site = await ChildSite.StartAsync(Place);
            await Task.WhenAll(visitors.Select(visitor => visitor.ReturnAsync(site.Address)));

            var requests = random.Next(1, 400);
            await Task.WhenAll(visitors.Select(visitor => visitor.CountUntilKilledAsync(() =>
            {
                if (Interlocked.Decrement(ref requests) == 0)
                {
                    site.Kill();
                }
            })));
        }

        using var last = await ChildSite.StartAsync(Place);
        await Task.WhenAll(visitors.Select(visitor => visitor.ReturnAsync(last.Address)));
        Assert.All(visitors, visitor => Assert.True(visitor.Requests > 0));
        Array.ForEach(visitors, visitor => visitor.Dispose());
        last.Kill();
        AssertSound();
    }

    /// <summary>Additional checks of the store when no process uses it.</summary>
    private protected virtual void AssertSound()
    {
    }

    // Returns the last step that the child acknowledged, which may be later than the expected one.
    private async Task<int> RunAndKillAsync(int last, int commits)
    {
        using var child = Child.Start(EngineJobs.Script, [.. Place.Arguments, $"{last}"]);
        var stored = await ReadStepAsync(child);
        Assert.InRange(stored, last, last + 1);
        for (var i = 0; i < commits; i++)
        {
            await ReadStepAsync(child);
        }

        child.Kill();
        last = stored + commits;
        while (await child.ReadLineAsync(Token) is { } line)
        {
            last = int.TryParse(line, out var step) && step == last + 1 ? step : last;
        }

        return last;
    }

    private static async Task<int> ReadStepAsync(Child child)
    {
        var line = await child.ReadLineAsync(Token);
        Assert.True(int.TryParse(line, out var step), line ?? "The process ended by itself.");
        return step;
    }
}
