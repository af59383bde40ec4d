namespace TypedSessions.Benchmarks.Requests;

/// <summary>
/// The system's clock, a millisecond later at each reading, so that
/// thousands of requests do not get the same timestamp.
/// </summary>
internal sealed class SteppingClock : TimeProvider
{
    private long _asked;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(++_asked * TimeSpan.TicksPerMillisecond);
}
