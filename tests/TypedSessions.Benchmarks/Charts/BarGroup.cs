namespace TypedSessions.Benchmarks.Charts;

/// <summary>A group of two bars in a <see cref="BarChart"/>.</summary>
internal sealed record BarGroup(string Label, double AddSession, double TypedSessions);
