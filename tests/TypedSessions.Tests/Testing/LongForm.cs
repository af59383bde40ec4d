using System.Globalization;

namespace TypedSessions.Tests.Testing;

/// <summary>How much a test does that could go on for ever: little beside all others, more when a variable of the environment says so. See docs/reliability.md.</summary>
internal static class LongForm
{
    /// <summary>How often a process is killed: <c>TYPED_SESSIONS_KILLS</c>.</summary>
    public static int Kills(int unlessSet) => Read("TYPED_SESSIONS_KILLS", unlessSet);

    /// <summary>How many expired sessions are cleared: <c>TYPED_SESSIONS_EXPIRED</c>.</summary>
    public static int Expired(int unlessSet) => Read("TYPED_SESSIONS_EXPIRED", unlessSet);

    /// <summary>How many schedules of requests at once are played where there are too many for every day, or <c>all</c>: <c>TYPED_SESSIONS_INTERLEAVINGS</c>.</summary>
    public static long Interleavings(long unlessSet)
        => Environment.GetEnvironmentVariable("TYPED_SESSIONS_INTERLEAVINGS") == "all" ? long.MaxValue : Read("TYPED_SESSIONS_INTERLEAVINGS", (int)unlessSet);

    /// <summary>How many random operations are compared with the model, on all engines together: <c>TYPED_SESSIONS_OPERATIONS</c>.</summary>
    public static int Operations(int unlessSet) => Read("TYPED_SESSIONS_OPERATIONS", unlessSet);

    /// <summary>The one random sequence to repeat, as a failure has printed it: <c>TYPED_SESSIONS_SEED</c>.</summary>
    public static ulong? Seed
        => Environment.GetEnvironmentVariable("TYPED_SESSIONS_SEED") is { Length: > 0 } number ? ulong.Parse(number, CultureInfo.InvariantCulture) : null;

    private static int Read(string variable, int unlessSet)
        => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } number ? int.Parse(number, CultureInfo.InvariantCulture) : unlessSet;
}
