namespace TypedSessions.Benchmarks.Harness;

/// <summary>
/// Measures alternatives by the processor time of this process, in interleaved rounds, so that background load affects
/// all of them alike.
/// </summary>
internal static class Paired
{
    /// <returns>The processor time of each round, in milliseconds, by the name of the alternative.</returns>
    public static async Task<IReadOnlyDictionary<string, double[]>> MeasureAsync(
        int rounds, IReadOnlyList<(string Name, Func<Task> Work)> alternatives)
    {
        foreach (var (_, work) in alternatives.Concat(alternatives))
        {
            await work();
        }

        var times = alternatives.ToDictionary(alternative => alternative.Name, _ => new double[rounds]);
        for (var round = 0; round < rounds; round++)
        {
            // The order rotates, because an alternative may pay for the garbage of the one before.
            for (var index = 0; index < alternatives.Count; index++)
            {
                var (name, work) = alternatives[(index + round) % alternatives.Count];
                times[name][round] = await MeasureAsync(work);
                Console.Error.WriteLine($"{round + 1}/{rounds} {name}: {times[name][round]:N0} ms");
            }
        }

        return times;
    }

    public static double Median(IEnumerable<double> values) => Quantile(values, 0.5);

    public static double Quantile(IEnumerable<double> values, double share)
    {
        var sorted = values.Order().ToArray();
        var position = share * (sorted.Length - 1);
        var below = (int)position;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((sorted[above] - sorted[below]) * (position - below));
    }

    private static Task<double> MeasureAsync(Func<Task> work)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return ProcessorTime.MeasureAsync(work);
    }
}
