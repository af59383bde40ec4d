namespace TypedSessions.Redis;

/// <summary>Specifies which changes wait until the replicas of the server have them.</summary>
public enum WaitForReplicas
{
    /// <summary>
    /// Changes that a failover must not undo: removals, rotations, and those that set or remove the owner, so all sign-ins and logouts.
    /// Without effect on a server that has no replicas.
    /// </summary>
    FinalChanges,

    /// <summary>Every change. Without effect on a server that has no replicas.</summary>
    EveryCommit,

    /// <summary>None. A failover can undo the last changes, also a logout.</summary>
    Never,
}
