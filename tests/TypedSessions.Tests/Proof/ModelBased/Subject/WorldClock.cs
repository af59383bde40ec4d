namespace TypedSessions.Tests.Proof.ModelBased.Subject;

/// <summary>A clock that each sequence begins anew. Its timers never ring: nothing here waits for time.</summary>
internal sealed class WorldClock : TimeProvider
{
    public DateTimeOffset Now { get; set; } = World.Beginning;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => Now;

    public override long GetTimestamp() => Now.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new SilentTimer();

    private sealed class SilentTimer : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
