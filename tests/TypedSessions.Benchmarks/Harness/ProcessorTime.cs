using System.Globalization;

namespace TypedSessions.Benchmarks.Harness;

/// <summary>Reads the processor time of processes from <c>/proc</c>.</summary>
internal static class ProcessorTime
{
    private const double MillisecondsPerTick = 10;

    // Indexes of the fields after the program's name, which may contain spaces.
    private const int Parent = 1;
    private const int User = 11;
    private const int Kernel = 12;
    private const int ChildrenUser = 13;
    private const int ChildrenKernel = 14;

    /// <summary>Runs work and returns the processor time of this process, in milliseconds.</summary>
    public static async Task<double> MeasureAsync(Func<Task> work)
    {
        var start = Environment.CpuUsage.TotalTime;
        await work();
        return (Environment.CpuUsage.TotalTime - start).TotalMilliseconds;
    }

    /// <summary>Returns the processor time of a process, in milliseconds.</summary>
    public static double GetMilliseconds(int process) => Read(process) is { } fields ? Sum(fields, User, Kernel) : 0;

    /// <summary>Returns the processor time of all ended children of this process, in milliseconds.</summary>
    public static double GetEndedChildrenMilliseconds()
        => Read(Environment.ProcessId) is { } fields ? Sum(fields, ChildrenUser, ChildrenKernel) : 0;

    /// <summary>Returns the processor time of a process and its children, in milliseconds.</summary>
    public static double GetTreeMilliseconds(int process)
    {
        var parent = process.ToString(CultureInfo.InvariantCulture);
        var children = Directory.EnumerateDirectories("/proc")
            .Select(Path.GetFileName)
            .Where(name => int.TryParse(name, CultureInfo.InvariantCulture, out _))
            .Select(name => Read(int.Parse(name!, CultureInfo.InvariantCulture)))
            .Where(fields => fields?[Parent] == parent)
            .Sum(fields => Sum(fields!, User, Kernel));
        return GetMilliseconds(process) + (Read(process) is { } own ? Sum(own, ChildrenUser, ChildrenKernel) : 0) + children;
    }

    private static double Sum(string[] fields, int first, int second)
        => (long.Parse(fields[first], CultureInfo.InvariantCulture) + long.Parse(fields[second], CultureInfo.InvariantCulture))
            * MillisecondsPerTick;

    private static string[]? Read(int process)
    {
        try
        {
            var text = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/stat"));
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            // The process has ended since it was listed.
            return null;
        }
    }
}
