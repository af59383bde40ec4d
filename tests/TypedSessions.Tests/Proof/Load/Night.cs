using System.Diagnostics;
using System.Globalization;

namespace TypedSessions.Tests.Proof.Load;

/// <summary>The resources of an idle process, after all sessions have ended and after a garbage collection.</summary>
/// <param name="Requests">The requests so far.</param>
/// <param name="Memory">The managed memory in bytes.</param>
/// <param name="Handles">The open files and sockets.</param>
/// <param name="Threads">The threads.</param>
/// <param name="Stored">The records in the store, expired ones included.</param>
/// <param name="Disk">The bytes of the store's files.</param>
internal readonly record struct Night(long Requests, long Memory, long Handles, long Threads, long Stored, long Disk)
{
    private const string Label = "night";

    /// <summary>Measures this process.</summary>
    public static Night Measure(long requests, long stored, string? folder)
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        using var process = Process.GetCurrentProcess();
        return new(
            requests,
            GC.GetTotalMemory(forceFullCollection: true),
            GetHandles(process),
            process.Threads.Count,
            stored,
            folder is null ? 0 : GetSize(folder));
    }

    /// <summary>Parses the result of <see cref="ToString"/>; <see langword="null"/> for any other line.</summary>
    public static Night? Parse(string line)
    {
        if (line.Split(' ') is not [Label, .. var words])
        {
            return null;
        }

        var numbers = Array.ConvertAll(words, word => long.Parse(word, CultureInfo.InvariantCulture));
        return new(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5]);
    }

    public override string ToString()
        => string.Create(CultureInfo.InvariantCulture, $"{Label} {Requests} {Memory} {Handles} {Threads} {Stored} {Disk}");

    private static long GetHandles(Process process)
        => OperatingSystem.IsLinux() ? Directory.GetFileSystemEntries("/proc/self/fd").Length : process.HandleCount;

    private static long GetSize(string folder)
        => new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(static file => file.Length);
}
