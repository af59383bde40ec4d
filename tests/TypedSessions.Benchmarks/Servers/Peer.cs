namespace TypedSessions.Benchmarks.Servers;

/// <summary>The session library of a site.</summary>
internal enum Peer
{
    /// <summary>No sessions: the same routes with the same responses.</summary>
    NoSession,

    /// <summary>ASP.NET Core's <c>AddSession</c>.</summary>
    Stock,

    /// <summary>No session library: only the store's commands for a session.</summary>
    Commands,

    /// <summary>TypedSessions.</summary>
    Typed,
}
