namespace TypedSessions.Hosting.Cleanup;

/// <summary>What the cleanup of this process has last done and counted.</summary>
internal sealed class CleanupStatus
{
    private volatile SessionCleanupRun? _lastRun;
    private volatile SessionCount? _lastCount;

    public SessionCleanupRun? LastRun
    {
        get => _lastRun;
        set => _lastRun = value;
    }

    public SessionCount? LastCount
    {
        get => _lastCount;
        set => _lastCount = value;
    }
}
