namespace TypedSessions.Tests.Proof.Promises.Recording;

/// <summary>
/// The period of an event: between two positions in the history, and between two times of the clock by which sessions expire.
/// </summary>
internal readonly record struct Period(long Start, long End, DateTimeOffset From, DateTimeOffset To)
{
    public bool IsBefore(Period other) => End < other.Start;

    public override string ToString() => $"[{Start}..{End}, {From:dd HH:mm:ss.fff}..{To:dd HH:mm:ss.fff}]";
}
