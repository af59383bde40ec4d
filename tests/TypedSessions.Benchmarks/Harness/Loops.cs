namespace TypedSessions.Benchmarks.Harness;

/// <summary>One way to do a thing, that is too short to be measured by itself.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="Times">How often one round does it.</param>
/// <param name="Repeat">Does it the given number of times.</param>
internal sealed record Loop(string Name, int Times, Action<int> Repeat);

/// <summary>What doing it once took, on the average of a round.</summary>
internal readonly record struct Cost(double Nanoseconds, double Bytes);

/// <summary>
/// Measures loops of one thread in many short interleaved rounds. The time is the processor's, of the whole
/// process: so the collection of what a loop throws away counts, and what else the machine does does not.
/// </summary>
internal static class Loops
{
    /// <returns>For each loop what each round took.</returns>
    public static IReadOnlyDictionary<string, Cost[]> Measure(int warmUps, int rounds, IReadOnlyList<Loop> loops)
    {
        var costs = loops.ToDictionary(loop => loop.Name, _ => new Cost[rounds]);
        for (var round = -warmUps; round < rounds; round++)
        {
            for (var index = 0; index < loops.Count; index++)
            {
                var loop = loops[(index + warmUps + round) % loops.Count];
                var cost = Measure(loop);
                if (round >= 0)
                {
                    costs[loop.Name][round] = cost;
                }
            }
        }

        return costs;
    }

    private static Cost Measure(Loop loop)
    {
        var bytes = GC.GetAllocatedBytesForCurrentThread();
        var start = Environment.CpuUsage.TotalTime;
        loop.Repeat(loop.Times);
        var time = Environment.CpuUsage.TotalTime - start;
        return new Cost(time.TotalNanoseconds / loop.Times, (GC.GetAllocatedBytesForCurrentThread() - bytes) / (double)loop.Times);
    }
}
