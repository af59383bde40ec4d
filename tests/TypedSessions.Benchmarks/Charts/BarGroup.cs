namespace TypedSessions.Benchmarks.Charts;

/// <summary>Two bars side by side.</summary>
internal sealed record BarGroup(string Label, double AddSession, double TypedSessions);
