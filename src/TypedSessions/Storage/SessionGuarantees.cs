namespace TypedSessions.Storage;

/// <summary>
/// What an engine can promise beyond keeping records. What it cannot, it does not declare, and the documentation's engine table says so.
/// </summary>
[Flags]
public enum SessionGuarantees
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>
    /// An update is conditional on the record's version, across all nodes: no update is lost and nothing removed comes back.
    /// </summary>
    ConditionalUpdate = 1,

    /// <summary>Of a rotation no other request, and no crash, sees a half.</summary>
    AtomicRotation = 2,

    /// <summary>A removed record is gone, whoever still holds its token: at once, or within the time that the engine states.</summary>
    Revocation = 4,

    /// <summary>Records survive a restart of the process.</summary>
    Durable = 8,

    /// <summary>Several nodes can share the records.</summary>
    Shared = 16,

    /// <summary>
    /// A load returns what the last commit stored, on whichever node. Without it, what a request sets or removes is stored even if the
    /// loaded record already says so, because that record
    /// may be out of date.
    /// </summary>
    FreshLoads = 32,
}
