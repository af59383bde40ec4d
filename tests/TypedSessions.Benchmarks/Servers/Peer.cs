namespace TypedSessions.Benchmarks.Servers;

/// <summary>The session library of a site.</summary>
internal enum Peer
{
    /// <summary>None: the same handlers, which answer the same text.</summary>
    NoSession,

    /// <summary>ASP.NET Core's <c>AddSession</c>.</summary>
    Stock,

    /// <summary>None: what sessions ask of the store, without a session library.</summary>
    Commands,

    /// <summary>Ours.</summary>
    Typed,
}
