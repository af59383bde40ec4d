namespace TypedSessions.Benchmarks.Requests;

/// <summary>
/// The system's clock, a millisecond later each time that it is asked: so what
/// depends on the moment is not the same for thousands of requests.
/// </summary>
internal sealed class SteppingClock : TimeProvider
{
    private long _asked;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(++_asked * TimeSpan.TicksPerMillisecond);
}
