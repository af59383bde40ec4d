namespace TypedSessions.Benchmarks.Servers;

/// <summary>The session library of a site.</summary>
internal enum Peer
{
    /// <summary>None: the same handlers, which answer the same text.</summary>
    NoSession,

    /// <summary>ASP.NET Core's <c>AddSession</c>.</summary>
    Stock,

    /// <summary>Ours.</summary>
    Typed,
}
