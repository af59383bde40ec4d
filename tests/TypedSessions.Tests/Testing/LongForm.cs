using System.Globalization;

namespace TypedSessions.Tests.Testing;

/// <summary>
/// The amount of work of tests that could run forever: small by default, larger if an environment variable is set. See
/// docs/internals/reliability.md.
/// </summary>
internal static class LongForm
{
    /// <summary>The number of times that a process is killed: <c>TYPED_SESSIONS_KILLS</c>.</summary>
    public static int Kills(int unlessSet) => Read("TYPED_SESSIONS_KILLS", unlessSet);

    /// <summary>The number of times that the primary of a Redis server or cluster is killed: <c>TYPED_SESSIONS_FAILOVERS</c>.</summary>
    public static int Failovers(int unlessSet) => Read("TYPED_SESSIONS_FAILOVERS", unlessSet);

    /// <summary>Whether to inject faults into all kinds of requests on each engine: <c>TYPED_SESSIONS_FAULTS</c> is <c>all</c>.</summary>
    public static bool HasAllFaults => Text("TYPED_SESSIONS_FAULTS") == "all";

    /// <summary>The number of expired sessions that are removed: <c>TYPED_SESSIONS_EXPIRED</c>.</summary>
    public static int Expired(int unlessSet) => Read("TYPED_SESSIONS_EXPIRED", unlessSet);

    /// <summary>
    /// The number of schedules of concurrent requests where all would take too long, or <c>all</c>: <c>TYPED_SESSIONS_INTERLEAVINGS</c>.
    /// </summary>
    public static long Interleavings(long unlessSet)
        => Text("TYPED_SESSIONS_INTERLEAVINGS") == "all" ? long.MaxValue : Read("TYPED_SESSIONS_INTERLEAVINGS", (int)unlessSet);

    /// <summary>
    /// The number of random operations for the check of the promises, on all engines together: <c>TYPED_SESSIONS_OPERATIONS</c>.
    /// </summary>
    public static int Operations(int unlessSet) => Read("TYPED_SESSIONS_OPERATIONS", unlessSet);

    /// <summary>The seed of a random sequence to repeat, which a failure prints: <c>TYPED_SESSIONS_SEED</c>.</summary>
    public static ulong? Seed
        => Text("TYPED_SESSIONS_SEED") is { } number ? ulong.Parse(number, CultureInfo.InvariantCulture) : null;

    /// <summary>The number of fuzzing inputs, for all targets together: <c>TYPED_SESSIONS_FUZZ</c>.</summary>
    public static int Fuzz(int unlessSet) => Read("TYPED_SESSIONS_FUZZ", unlessSet);

    /// <summary>The seed of the inputs: <c>TYPED_SESSIONS_FUZZ_SEED</c>.</summary>
    public static int FuzzSeed => Read("TYPED_SESSIONS_FUZZ_SEED", 20260102);

    /// <summary>
    /// A single input to run: <c>TYPED_SESSIONS_FUZZ_INPUT</c>, a target's name, a colon and the bytes in base64.
    /// </summary>
    public static (string Target, byte[] Bytes)? FuzzInput
        => Text("TYPED_SESSIONS_FUZZ_INPUT")?.Split(':') is [var target, var bytes] ? (target, Convert.FromBase64String(bytes)) : null;

    /// <summary>The folder for inputs with new outcomes: <c>TYPED_SESSIONS_FUZZ_CORPUS</c>. Default: none.</summary>
    public static string? FuzzCorpus => Text("TYPED_SESSIONS_FUZZ_CORPUS");

    /// <summary>The number of requests of the load test: <c>TYPED_SESSIONS_LOAD</c>.</summary>
    public static int Load(int unlessSet) => Read("TYPED_SESSIONS_LOAD", unlessSet);

    /// <summary>The number of rounds in which a removal of a user's sessions races with clients: <c>TYPED_SESSIONS_REMOVALS</c>.</summary>
    public static int Removals(int unlessSet) => Read("TYPED_SESSIONS_REMOVALS", unlessSet);

    /// <summary>The number of rounds of concurrent sign-ins on two nodes with a limit: <c>TYPED_SESSIONS_LIMITS</c>.</summary>
    public static int Limits(int unlessSet) => Read("TYPED_SESSIONS_LIMITS", unlessSet);

    /// <summary>The number of rounds of each sign-in over a slow network: <c>TYPED_SESSIONS_SIGN_INS</c>.</summary>
    public static int SignIns(int unlessSet) => Read("TYPED_SESSIONS_SIGN_INS", unlessSet);

    /// <summary>The number of middleware orders for each style of login, or <c>all</c>: <c>TYPED_SESSIONS_ORDERS</c>.</summary>
    public static int Orders(int unlessSet)
        => Text("TYPED_SESSIONS_ORDERS") == "all" ? int.MaxValue : Read("TYPED_SESSIONS_ORDERS", unlessSet);

    /// <summary>The number of rounds of merged concurrent changes: <c>TYPED_SESSIONS_MERGES</c>.</summary>
    public static int Merges(int unlessSet) => Read("TYPED_SESSIONS_MERGES", unlessSet);

    /// <summary>The number of random merges: <c>TYPED_SESSIONS_MERGE_CASES</c>.</summary>
    public static int MergeCases(int unlessSet) => Read("TYPED_SESSIONS_MERGE_CASES", unlessSet);

    /// <summary>The number of operations by concurrent versions of a model, on each engine: <c>TYPED_SESSIONS_VERSIONS</c>.</summary>
    public static int Versions(int unlessSet) => Read("TYPED_SESSIONS_VERSIONS", unlessSet);

    private static int Read(string variable, int unlessSet)
        => Text(variable) is { } number ? int.Parse(number, CultureInfo.InvariantCulture) : unlessSet;

    private static string? Text(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? text : null;
}
