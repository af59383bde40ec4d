namespace TypedSessions.Hosting.Cleanup;

/// <summary>The last run and the last count of this process's cleanup.</summary>
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
