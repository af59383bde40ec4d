namespace TypedSessions.Benchmarks.Harness;

/// <summary>
/// Measures several ways to do a thing in interleaved rounds of one run, so that what else the machine does hits
/// all of them alike. What is measured is the processor's time of this process, which others do not add to.
/// </summary>
internal static class Paired
{
    /// <returns>For each way the processor time of each round, in milliseconds.</returns>
    public static async Task<IReadOnlyDictionary<string, double[]>> MeasureAsync(
        int rounds, IReadOnlyList<(string Name, Func<Task> Work)> ways)
    {
        foreach (var (_, work) in ways.Concat(ways))
        {
            await work();
        }

        var times = ways.ToDictionary(way => way.Name, _ => new double[rounds]);
        for (var round = 0; round < rounds; round++)
        {
            // A different order each time, because the first may pay for garbage of the previous one.
            for (var index = 0; index < ways.Count; index++)
            {
                var (name, work) = ways[(index + round) % ways.Count];
                times[name][round] = await TimeAsync(work);
                Console.Error.WriteLine($"{round + 1}/{rounds} {name}: {times[name][round]:N0} ms");
            }
        }

        return times;
    }

    public static double Median(IEnumerable<double> values) => Quantile(values, 0.5);

    public static double Quantile(IEnumerable<double> values, double share)
    {
        var sorted = values.Order().ToArray();
        var place = share * (sorted.Length - 1);
        var below = (int)place;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((sorted[above] - sorted[below]) * (place - below));
    }

    private static Task<double> TimeAsync(Func<Task> work)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return ProcessorTime.OfAsync(work);
    }
}
