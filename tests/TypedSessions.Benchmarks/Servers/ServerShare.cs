namespace TypedSessions.Benchmarks.Servers;

/// <summary>The throughput of a route, as a share of that of the same site without sessions.</summary>
internal sealed record ServerShare(string Route, string Store, double? AddSession, double TypedSessions);
