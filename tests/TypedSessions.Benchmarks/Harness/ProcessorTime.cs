using System.Globalization;

namespace TypedSessions.Benchmarks.Harness;

/// <summary>Processor time of processes, as Linux reports it. Other work of the machine is not included.</summary>
internal static class ProcessorTime
{
    private const double MillisecondsPerTick = 10;

    // The places behind the program's name, which may contain anything.
    private const int Parent = 1;
    private const int User = 11;
    private const int Kernel = 12;
    private const int ChildrenUser = 13;
    private const int ChildrenKernel = 14;

    /// <summary>What some work takes of this process's, in milliseconds.</summary>
    public static async Task<double> OfAsync(Func<Task> work)
    {
        var start = Environment.CpuUsage.TotalTime;
        await work();
        return (Environment.CpuUsage.TotalTime - start).TotalMilliseconds;
    }

    /// <summary>That of a process, in milliseconds.</summary>
    public static double GetMilliseconds(int process) => Read(process) is { } fields ? Sum(fields, User, Kernel) : 0;

    /// <summary>That of all children of this process that have ended.</summary>
    public static double OfEndedChildren() => Read(Environment.ProcessId) is { } fields ? Sum(fields, ChildrenUser, ChildrenKernel) : 0;

    /// <summary>That of a process and of its children.</summary>
    public static double OfFamily(int process)
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
            // The process has ended since the listing.
            return null;
        }
    }
}
