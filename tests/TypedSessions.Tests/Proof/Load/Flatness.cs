namespace TypedSessions.Tests.Proof.Load;

/// <summary>Compares the last nights of a run with the first ones after it has warmed up.</summary>
internal static class Flatness
{
    // A pool's one array of 80 KiB, and one byte a request: the smallest object takes 24 bytes, and a reference to it 8.
    private const long MoreMemory = 96 * 1024;
    private const long MemoryPerRequest = 1;

    // A row of a database takes more.
    private const long DiskPerRequest = 64;

    // What pools have open more or less. The pool of threads decides by itself how many it has.
    private const long MoreHandles = 8;
    private const long MoreThreads = 16;

    // Of a thread itself, and of the connection that it opens in a pool.
    private const long HandlesPerThread = 2;

    private const int NightsCompared = 3;

    /// <summary>What has grown, in words; nothing where all is flat.</summary>
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
    /// The first and the last night to be compared, each with the least of the three
    /// around it: what leaks does not come back, and what was busy by chance does.
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
