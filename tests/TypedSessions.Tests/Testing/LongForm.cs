using System.Globalization;

namespace TypedSessions.Tests.Testing;

/// <summary>
/// The amount of work of tests that could run without end: little by default, more
/// if an environment variable is set. See docs/internals/reliability.md.
/// </summary>
internal static class LongForm
{
    /// <summary>How often a process is killed: <c>TYPED_SESSIONS_KILLS</c>.</summary>
    public static int Kills(int unlessSet) => Read("TYPED_SESSIONS_KILLS", unlessSet);

    /// <summary>How often the primary of a Redis server or cluster is killed: <c>TYPED_SESSIONS_FAILOVERS</c>.</summary>
    public static int Failovers(int unlessSet) => Read("TYPED_SESSIONS_FAILOVERS", unlessSet);

    /// <summary>Whether faults strike all kinds of requests on each engine: <c>TYPED_SESSIONS_FAULTS</c> is <c>all</c>.</summary>
    public static bool HasAllFaults => Text("TYPED_SESSIONS_FAULTS") == "all";

    /// <summary>How many expired sessions are cleared: <c>TYPED_SESSIONS_EXPIRED</c>.</summary>
    public static int Expired(int unlessSet) => Read("TYPED_SESSIONS_EXPIRED", unlessSet);

    /// <summary>
    /// How many schedules of concurrent requests are run where all would take
    /// too long, or <c>all</c>: <c>TYPED_SESSIONS_INTERLEAVINGS</c>.
    /// </summary>
    public static long Interleavings(long unlessSet)
        => Text("TYPED_SESSIONS_INTERLEAVINGS") == "all" ? long.MaxValue : Read("TYPED_SESSIONS_INTERLEAVINGS", (int)unlessSet);

    /// <summary>
    /// How many random operations the promises are checked on, on all engines together: <c>TYPED_SESSIONS_OPERATIONS</c>.
    /// </summary>
    public static int Operations(int unlessSet) => Read("TYPED_SESSIONS_OPERATIONS", unlessSet);

    /// <summary>The one random sequence to repeat, as a failure has printed it: <c>TYPED_SESSIONS_SEED</c>.</summary>
    public static ulong? Seed
        => Text("TYPED_SESSIONS_SEED") is { } number ? ulong.Parse(number, CultureInfo.InvariantCulture) : null;

    /// <summary>How many inputs are fuzzed, all targets together: <c>TYPED_SESSIONS_FUZZ</c>.</summary>
    public static int Fuzz(int unlessSet) => Read("TYPED_SESSIONS_FUZZ", unlessSet);

    /// <summary>What the inputs follow from: <c>TYPED_SESSIONS_FUZZ_SEED</c>.</summary>
    public static int FuzzSeed => Read("TYPED_SESSIONS_FUZZ_SEED", 20260102);

    /// <summary>
    /// The one input to fuzz with, instead of many: <c>TYPED_SESSIONS_FUZZ_INPUT</c>, a target's name, a colon and the bytes in base64.
    /// </summary>
    public static (string Target, byte[] Bytes)? FuzzInput
        => Text("TYPED_SESSIONS_FUZZ_INPUT")?.Split(':') is [var target, var bytes] ? (target, Convert.FromBase64String(bytes)) : null;

    /// <summary>The folder in which inputs with new outcomes are kept: <c>TYPED_SESSIONS_FUZZ_CORPUS</c>. Nowhere unless set.</summary>
    public static string? FuzzCorpus => Text("TYPED_SESSIONS_FUZZ_CORPUS");

    /// <summary>How many requests the load is: <c>TYPED_SESSIONS_LOAD</c>.</summary>
    public static int Load(int unlessSet) => Read("TYPED_SESSIONS_LOAD", unlessSet);

    /// <summary>How many rounds a removal of a user's sessions races with clients: <c>TYPED_SESSIONS_REMOVALS</c>.</summary>
    public static int Removals(int unlessSet) => Read("TYPED_SESSIONS_REMOVALS", unlessSet);

    /// <summary>How many rounds users sign in on two nodes at once within a limit: <c>TYPED_SESSIONS_LIMITS</c>.</summary>
    public static int Limits(int unlessSet) => Read("TYPED_SESSIONS_LIMITS", unlessSet);

    /// <summary>How many rounds users sign in over a slow network, in each case: <c>TYPED_SESSIONS_SIGN_INS</c>.</summary>
    public static int SignIns(int unlessSet) => Read("TYPED_SESSIONS_SIGN_INS", unlessSet);

    /// <summary>In how many orders of the middleware each style of login is tried, or <c>all</c>: <c>TYPED_SESSIONS_ORDERS</c>.</summary>
    public static int Orders(int unlessSet)
        => Text("TYPED_SESSIONS_ORDERS") == "all" ? int.MaxValue : Read("TYPED_SESSIONS_ORDERS", unlessSet);

    /// <summary>How many rounds of concurrent changes are merged: <c>TYPED_SESSIONS_MERGES</c>.</summary>
    public static int Merges(int unlessSet) => Read("TYPED_SESSIONS_MERGES", unlessSet);

    /// <summary>How many random merges are checked: <c>TYPED_SESSIONS_MERGE_CASES</c>.</summary>
    public static int MergeCases(int unlessSet) => Read("TYPED_SESSIONS_MERGE_CASES", unlessSet);

    /// <summary>How many operations versions of a model run side by side, on each engine: <c>TYPED_SESSIONS_VERSIONS</c>.</summary>
    public static int Versions(int unlessSet) => Read("TYPED_SESSIONS_VERSIONS", unlessSet);

    private static int Read(string variable, int unlessSet)
        => Text(variable) is { } number ? int.Parse(number, CultureInfo.InvariantCulture) : unlessSet;

    private static string? Text(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? text : null;
}
