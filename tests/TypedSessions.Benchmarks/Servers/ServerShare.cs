namespace TypedSessions.Benchmarks.Servers;

/// <summary>The throughput of a route with each library, as a share of that of the same site without sessions.</summary>
internal sealed record ServerShare(string Route, string Store, double? AddSession, double TypedSessions);
