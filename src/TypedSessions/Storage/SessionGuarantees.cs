namespace TypedSessions.Storage;

/// <summary>
/// Specifies what an engine guarantees beyond storing records. The documentation's engine table shows what each engine declares.
/// </summary>
[Flags]
public enum SessionGuarantees
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>
    /// An update is conditional on the record's version, across all nodes: no update is lost, and nothing that was removed comes back.
    /// </summary>
    ConditionalUpdate = 1,

    /// <summary>A rotation takes effect as a whole, for other requests and after a crash.</summary>
    AtomicRotation = 2,

    /// <summary>A removed record is gone for everyone who has its token: at once, or within the time that the engine states.</summary>
    Revocation = 4,

    /// <summary>Records survive a restart of the process.</summary>
    Durable = 8,

    /// <summary>Several nodes can share the records.</summary>
    Shared = 16,

    /// <summary>
    /// A load returns what the last commit stored, on any node. Without it, a value that a request sets or removes is stored even if the
    /// loaded record already has it, because that record may be out of date.
    /// </summary>
    FreshLoads = 32,
}
