namespace TypedSessions.Benchmarks.Harness;

/// <summary>An operation that is too short to be measured alone.</summary>
/// <param name="Name">The name of the operation.</param>
/// <param name="Times">The number of times that a round runs it.</param>
/// <param name="Repeat">Runs it the given number of times.</param>
internal sealed record Loop(string Name, int Times, Action<int> Repeat);

/// <summary>The average cost of one operation in a round.</summary>
internal readonly record struct Cost(double Nanoseconds, double Bytes);

/// <summary>
/// Measures single-threaded loops in many short interleaved rounds, by the processor time of the whole process,
/// which includes garbage collection and excludes other processes.
/// </summary>
internal static class Loops
{
    /// <returns>The cost of each round, by the name of the loop.</returns>
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
