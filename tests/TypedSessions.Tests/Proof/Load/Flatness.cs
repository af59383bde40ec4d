namespace TypedSessions.Tests.Proof.Load;

/// <summary>Compares the last nights of a run with the first ones after the warm-up.</summary>
internal static class Flatness
{
    // One pooled array of 80 KiB, and less than one leaked object for each request: an object takes at least 24 bytes.
    private const long MoreMemory = 96 * 1024;
    private const long MemoryPerRequest = 1;

    // Less than a row of a database.
    private const long DiskPerRequest = 64;

    // The variation of connection pools and of the thread pool.
    private const long MoreHandles = 8;
    private const long MoreThreads = 16;

    // The handles of a thread and of its pooled connection.
    private const long HandlesPerThread = 2;

    private const int NightsCompared = 3;

    /// <summary>Describes the resources that have grown; empty if there are none.</summary>
    public static IReadOnlyList<string> Growth(IReadOnlyList<Night> nights)
    {
        var (early, late) = Ends(nights);
        var requests = late.Requests - early.Requests;
        var problems = new List<string>();
        Compare("memory", late.Memory - early.Memory, MoreMemory + (MemoryPerRequest * requests));
        var threads = late.Threads - early.Threads;
        var forThreads = threads is > 0 and <= MoreThreads ? HandlesPerThread * threads : 0;
        Compare("handles", late.Handles - early.Handles, MoreHandles + forThreads);
        Compare("threads", threads, MoreThreads);
        Compare("stored", late.Stored, 0);
        Compare("disk", late.Disk - early.Disk, DiskPerRequest * requests);
        return problems;

        void Compare(string what, long growth, long allowed)
        {
            if (growth > allowed)
            {
                problems.Add($"{what}: {growth} more after {requests} requests, where {allowed} are allowed");
            }
        }
    }

    /// <summary>
    /// Returns the first and the last compared night, each as the minimum of three nights, because temporary resources are released and
    /// leaks are not.
    /// </summary>
    public static (Night Early, Night Late) Ends(IReadOnlyList<Night> nights)
    {
        var warm = nights.Skip(nights.Count / 4).ToArray();
        return (Least(warm[..NightsCompared]), Least(warm[^NightsCompared..]));
    }

    private static Night Least(Night[] nights) => new(
        nights[nights.Length / 2].Requests,
        nights.Min(static night => night.Memory),
        nights.Min(static night => night.Handles),
        nights.Min(static night => night.Threads),
        nights.Min(static night => night.Stored),
        nights.Min(static night => night.Disk));
}
