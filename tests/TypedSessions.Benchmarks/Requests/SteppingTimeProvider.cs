namespace TypedSessions.Benchmarks.Requests;

/// <summary>The system time plus one millisecond for each call, so that each request has another timestamp.</summary>
internal sealed class SteppingTimeProvider : TimeProvider
{
    private long _calls;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(++_calls * TimeSpan.TicksPerMillisecond);
}
