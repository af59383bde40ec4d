namespace TypedSessions.Tests.Testing;

/// <summary>The system clock, which a test can advance.</summary>
internal sealed class RunningClock : TimeProvider
{
    private long _advanced;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref _advanced));

    public void Advance(TimeSpan time) => Interlocked.Add(ref _advanced, time.Ticks);
}
