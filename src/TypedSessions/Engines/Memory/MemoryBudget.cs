namespace TypedSessions.Engines.Memory;

/// <summary>Counts the bytes of all records in memory. Lock-free: a reservation that does not fit is given back.</summary>
internal sealed class MemoryBudget(long limit)
{
    private long _used;

    public long Limit => limit;

    public long Used => Interlocked.Read(ref _used);

    /// <summary>Takes room for a record.</summary>
    /// <param name="bytes">What the record takes.</param>
    /// <param name="freed">What goes in exchange when the record is stored; the caller releases it then.</param>
    public bool TryReserve(long bytes, long freed = 0)
    {
        // What takes no more than it frees fits a full engine too: a session there can still shrink, be renewed and be rotated.
        if (Interlocked.Add(ref _used, bytes) - freed <= limit || bytes <= freed)
        {
            return true;
        }

        Release(bytes);
        return false;
    }

    /// <summary>Takes room even beyond the limit.</summary>
    public void Take(long bytes) => Interlocked.Add(ref _used, bytes);

    public void Release(long bytes) => Interlocked.Add(ref _used, -bytes);
}
